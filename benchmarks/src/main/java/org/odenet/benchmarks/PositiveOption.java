package org.odenet.benchmarks;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The check of options that must be positive. */
final class PositiveOption {

    private PositiveOption() {}

    static void require(CommandSpec spec, String option, int value) {
        if (value <= 0) {
            throw new ParameterException(spec.commandLine(), option + " is " + value + "; give a positive number");
        }
    }
}
