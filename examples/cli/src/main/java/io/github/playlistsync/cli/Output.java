package io.github.playlistsync.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Where a command writes.
 *
 * @param out the answer
 * @param err everything else
 * @param json whether the answer is one JSON object and nothing else
 * @param terminal whether a user watches
 * @param width the most columns of a line
 */
record Output(PrintWriter out, PrintWriter err, boolean json, boolean terminal, int width) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static Output of(CommandSpec command, boolean json) {
    boolean terminal = Terminal.isThere();
    int width = Integer.MAX_VALUE;
    if (terminal) {
      width = command.usageMessage().autoWidth(true).width();
    }
    return new Output(
        command.commandLine().getOut(), command.commandLine().getErr(), json, terminal, width);
  }

  /** Whether to draw progress. */
  boolean showsProgress() {
    return terminal && !json;
  }

  void line(String line) {
    out.println(line);
    out.flush();
  }

  void table(TextTable table) {
    List<String> lines = table.lines(width);
    lines.forEach(out::println);
    out.flush();
  }

  /** Writes the answer, as one JSON object or in a line. */
  void answer(Object answer, String line) {
    if (json) {
      json(answer);
    } else {
      line(line);
    }
  }

  /** Writes the one JSON object of the answer. */
  void json(Object answer) {
    try {
      MAPPER
          .writer()
          .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
          .withDefaultPrettyPrinter()
          .writeValue(out, answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "cannot write as JSON: " + answer.getClass().getSimpleName(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println();
    out.flush();
  }
}
