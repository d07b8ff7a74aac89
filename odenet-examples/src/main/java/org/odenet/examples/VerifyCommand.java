package org.odenet.examples;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.odenet.models.verification.ReferenceVerification;
import org.odenet.models.verification.VerificationReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks this library against reference values from PyTorch and torchdiffeq. */
@Command(
        name = "verify",
        description = {
            "Checks this library against a file of reference values: weights by PyTorch's names, inputs, and the states,"
                    + " features, logits, losses, gradients and function evaluations that came of them.",
            "The architecture is told by the weights. Exit code 1 if a value is beyond its bound."
        },
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE.npz", description = "the reference values")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        VerificationReport report = ReferenceVerification.verify(file, check -> {
            out.println("checked " + check.quantity());
            out.flush();
        });
        out.println();
        out.print(report.table());
        out.flush();
        return report.passed() ? 0 : 1;
    }
}
