package io.github.playlistsync.cli;

/** The command line is wrong; the message is one line that says where. */
final class WrongUseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WrongUseException(String message) {
    super(message);
  }

  /**
   * Checks the limit of an option.
   *
   * @throws WrongUseException if {@code value} is less than {@code least}
   */
  static void checkAtLeast(long least, String option, long value) {
    if (value < least) {
      throw new WrongUseException(option + " is " + least + " or more");
    }
  }
}
