package io.github.playlistsync.simulator;

/**
 * How the Web API writes its answers.
 *
 * @param base the address of the Web API without a trailing slash
 */
record JsonStyle(String base, AppPopulation population, Shape shape, SnapshotForm snapshotForm) {

  boolean isNewDevelopment() {
    return population == AppPopulation.NEW_DEVELOPMENT;
  }
}
