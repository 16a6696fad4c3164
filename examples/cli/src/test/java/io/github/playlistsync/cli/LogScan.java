package io.github.playlistsync.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;

/** Searches everything that is logged, at any level and by whomever, for secrets. */
final class LogScan {
  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Map<Logger, Level> levels = new LinkedHashMap<>();
  private final List<Appender<ILoggingEvent>> muted = new ArrayList<>();
  private final List<String> secrets = new CopyOnWriteArrayList<>();
  private final List<String> found = new CopyOnWriteArrayList<>();
  private final AtomicInteger lines = new AtomicInteger();
  private final Searching searching = new Searching();

  LogScan(String secret) {
    search(secret);
  }

  void search(String secret) {
    secrets.add(secret);
  }

  /** Lets every logger log everything, and to this alone. */
  void begin() {
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    for (Iterator<Appender<ILoggingEvent>> all = root.iteratorForAppenders(); all.hasNext(); ) {
      muted.add(all.next());
    }
    muted.forEach(root::detachAppender);
    for (Logger logger : context.getLoggerList()) {
      if (logger.getLevel() != null) {
        levels.put(logger, logger.getLevel());
        logger.setLevel(Level.TRACE);
      }
    }
    searching.setContext(context);
    searching.start();
    root.addAppender(searching);
  }

  void end() {
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAppender(searching);
    levels.forEach(Logger::setLevel);
    muted.forEach(root::addAppender);
  }

  int lines() {
    return lines.get();
  }

  /** The loggers that told a secret, and in what. */
  List<String> found() {
    return found;
  }

  boolean holdsSecret(String text) {
    return secrets.stream().anyMatch(text::contains);
  }

  /** An exception with all of its causes and what it suppresses. */
  static String text(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private final class Searching extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      lines.incrementAndGet();
      String line = event.getFormattedMessage() + " " + event.getMDCPropertyMap();
      if (event.getThrowableProxy() instanceof ThrowableProxy thrown) {
        line += text(thrown.getThrowable());
      }
      if (holdsSecret(line)) {
        found.add(event.getLevel() + " " + event.getLoggerName() + ": " + line);
      }
    }
  }
}
