package io.github.playlistsync.cli;

import io.github.playlistsync.model.QueueRepair;
import io.github.playlistsync.model.QueueRepair.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Repairs the queue. */
@Command(
    name = "repair",
    description =
        "Looks at every job and makes right what does not agree, as after a Redis that lost its last"
            + " writes. Workers may go on meanwhile.",
    exitCodeList = {
      "0:everything is right",
      "1:something is left, or was lost; one line on standard error says how much",
      "2:the command line is wrong"
    })
final class RepairCommand extends QueueCommand {

  @Override
  void run(Output output) {
    QueueRepair repair = askQueue(queue -> queue.repair());
    if (output.json()) {
      output.json(Answer.of(repair));
    } else {
      print(repair, output);
    }
    if (!repair.isRight()) {
      throw new CommandFailedException(
          "%,d of the things found are not right, or are lost".formatted(repair.left()));
    }
  }

  private static void print(QueueRepair repair, Output output) {
    if (!repair.findings().isEmpty()) {
      TextTable table = new TextTable("WHAT", "NOW", "USER", "JOB", "KIND");
      for (Finding each : repair.findings()) {
        table.add(
            each.message(),
            each.mended() ? "right" : "LEFT",
            each.user() == null ? "" : each.user(),
            each.job() == null ? "" : each.job(),
            each.kind());
      }
      output.table(table);
    }
    output.line(
        "looked at %,d jobs; mended %,d, left %,d%s"
            .formatted(
                repair.checked(),
                repair.mended(),
                repair.left(),
                repair.mended() + repair.left() > repair.findings().size()
                    ? "; the first %,d are listed".formatted(repair.findings().size())
                    : ""));
  }

  /** What {@code --json} prints. */
  record Answer(long checked, long mended, long left, List<Found> findings) {

    static Answer of(QueueRepair repair) {
      return new Answer(
          repair.checked(),
          repair.mended(),
          repair.left(),
          repair.findings().stream().map(Found::of).toList());
    }
  }

  /** Something that was not right. */
  record Found(
      String kind, @Nullable String job, @Nullable String user, String message, boolean mended) {

    static Found of(Finding each) {
      return new Found(
          each.kind().name(),
          each.job() == null ? null : each.job().value(),
          each.user() == null ? null : each.user().value(),
          each.message(),
          each.mended());
    }
  }
}
