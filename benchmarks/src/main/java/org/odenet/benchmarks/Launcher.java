package org.odenet.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The entry point of the measurements. */
@Command(
        name = "odenet-benchmarks",
        description = "Measures odenet.",
        mixinStandardHelpOptions = true,
        subcommands = {
            CompareCommand.class,
            MemoryCommand.class,
            RoundingCommand.class,
            DetestCommand.class,
            StiffCommand.class,
            WorkPrecisionCommand.class,
            MethodsCommand.class,
            PerSampleCommand.class,
            DepthsCommand.class,
            RetrievalCommand.class
        },
        footer = {"", "The JMH suite has an entry point of its own, org.openjdk.jmh.Main."})
public final class Launcher implements Runnable {

    @Spec
    private CommandSpec spec;

    /** Makes the command; picocli calls this. */
    public Launcher() {}

    /**
     * Runs a measurement.
     *
     * @param arguments the command and its options
     */
    public static void main(String[] arguments) {
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
                "which command? compare, memory, rounding, detest, stiff, work-precision, methods, per-sample, depths or"
                        + " retrieval");
    }
}
