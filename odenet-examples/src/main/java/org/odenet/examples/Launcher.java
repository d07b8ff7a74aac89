package org.odenet.examples;

import java.util.Locale;
import org.odenet.examples.experiments.BudgetCommand;
import org.odenet.examples.experiments.DepthCommand;
import org.odenet.examples.experiments.ReportCommand;
import org.odenet.examples.experiments.RetrievalCommand;
import org.odenet.examples.experiments.ToleranceCommand;
import org.odenet.examples.experiments.TransferCommand;
import org.odenet.examples.index.IndexCommand;
import org.odenet.examples.index.SearchCommand;
import org.odenet.examples.serve.ServeCommand;
import org.odenet.examples.serve.ServeLoadCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The one entry point of all programs. */
@Command(
        name = "odenet",
        description = "Neural networks whose layers are differential equations.",
        mixinStandardHelpOptions = true,
        versionProvider = ProductVersion.class,
        subcommands = {
            MnistCommand.class,
            Cifar10Command.class,
            DepthCommand.class,
            ToleranceCommand.class,
            RetrievalCommand.class,
            TransferCommand.class,
            ReportCommand.class,
            BudgetCommand.class,
            IndexCommand.class,
            SearchCommand.class,
            ServeCommand.class,
            ServeLoadCommand.class,
            VerifyCommand.class
        },
        footer = {"", "'odenet COMMAND --help' tells the options of a command."})
public final class Launcher implements Runnable {

    @Spec
    private CommandSpec spec;

    /** Makes the command; picocli calls this. */
    public Launcher() {}

    /**
     * Runs a program.
     *
     * @param arguments the command and its options
     */
    public static void main(String[] arguments) {
        // Tables and messages are in English, and so are their numbers.
        Locale.setDefault(Locale.ROOT);
        System.exit(commandLine().execute(arguments));
    }

    /**
     * The command line with all commands; errors are told by their message alone.
     *
     * @return the command line, with exit code 2 for wrong usage and 1 for a failed run
     */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Launcher());
        line.setUsageHelpAutoWidth(true);
        line.setExecutionExceptionHandler((exception, failed, parsed) -> {
            failed.getErr().println("error: " + exception.getMessage());
            if (Boolean.getBoolean("odenet.stacktrace") || exception.getMessage() == null) {
                exception.printStackTrace(failed.getErr());
            }
            return failed.getCommandSpec().exitCodeOnExecutionException();
        });
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "which command? " + String.join(", ", spec.subcommands().keySet()));
    }
}
