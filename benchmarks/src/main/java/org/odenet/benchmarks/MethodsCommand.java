package org.odenet.benchmarks;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the table of all methods. */
@Command(
        name = "methods",
        description = "Prints all methods of solving as a Markdown table, the one of docs/choosing-a-solver.md.",
        mixinStandardHelpOptions = true)
final class MethodsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(MethodTable.markdown());
        out.flush();
        return 0;
    }
}
