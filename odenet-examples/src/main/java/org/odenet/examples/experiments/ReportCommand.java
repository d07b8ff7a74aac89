package org.odenet.examples.experiments;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One page with all that is in a run folder. */
@Command(
        name = "report",
        description = {
            "Writes report.html, one page with the network, the training, and the charts and tables of all experiments in a"
                    + " run folder.",
            "The page holds its images and needs no network."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ReportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "RUN", description = "the run folder of a trained network")
    private Path run;

    @Option(names = "--out", paramLabel = "FOLDER", description = "where the page goes (default: into the run folder)")
    private Path out;

    @Spec
    private CommandSpec spec;

    /** Makes the command; picocli calls this. */
    public ReportCommand() {}

    @Override
    public Integer call() {
        try (RunFolder opened = RunFolder.open(run)) {
            HtmlPage page = new Report(opened).page();
            Path file = (out == null ? run : RunOptions.made(out)).resolve("report.html");
            page.write(file);
            spec.commandLine().getOut().println("report in " + file);
            spec.commandLine().getOut().flush();
        }
        return 0;
    }
}
