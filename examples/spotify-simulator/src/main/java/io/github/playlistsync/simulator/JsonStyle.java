package io.github.playlistsync.simulator;

/**
 * How answers are written.
 *
 * @param base the address of the Web API without a slash at its end
 * @param population the kind of app that asks
 * @param shape which keys hold the contents
 * @param snapshotForm how snapshots are written
 */
record JsonStyle(String base, AppPopulation population, Shape shape, SnapshotForm snapshotForm) {

  boolean isNewDevelopment() {
    return population == AppPopulation.NEW_DEVELOPMENT;
  }
}
