package io.github.playlistsync.cli;

/** Starts the program. */
public final class Main {
  private Main() {}

  /**
   * Runs the program.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    System.out.println("Nothing to run yet.");
  }
}
