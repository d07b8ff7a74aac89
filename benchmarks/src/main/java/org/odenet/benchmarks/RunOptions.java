package org.odenet.benchmarks;

import java.util.List;
import java.util.function.Supplier;
import org.odenet.benchmarks.problems.InitialValueProblem;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.control.ControllerGains;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of all comparisons of solvers. */
final class RunOptions {

    @Option(
            names = "--solver",
            paramLabel = "NAME",
            split = ",",
            description = "the solvers of this library; by default all that suit")
    private List<String> solvers = List.of();

    @Option(
            names = "--problem",
            paramLabel = "NAME",
            split = ",",
            description = "the problems, or beginnings of their names; all by default")
    private List<String> problems = List.of();

    @Option(
            names = "--repetitions",
            paramLabel = "N",
            defaultValue = "3",
            description = "how often each solve is timed, the median counts; ${DEFAULT-VALUE} by default")
    private int repetitions;

    /** The controllers of step sizes by name. */
    enum Controller {
        I(ControllerGains.I),
        PI(ControllerGains.PI),
        PID(ControllerGains.PID);

        private final ControllerGains gains;

        Controller(ControllerGains gains) {
            this.gains = gains;
        }
    }

    @Option(
            names = "--controller",
            defaultValue = "I",
            description = "the controller of this library's step sizes: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by"
                    + " default")
    private Controller controller;

    List<AdaptiveSolver> solvers(CommandSpec spec, List<AdaptiveSolver> suitable) {
        List<AdaptiveSolver> chosen = solvers.isEmpty() ? suitable : checked(spec, () -> SolverChoice.named(solvers));
        return chosen.stream()
                .map(solver -> solver.controller(controller.gains))
                .toList();
    }

    List<InitialValueProblem> problems(CommandSpec spec, List<InitialValueProblem> all) {
        return checked(spec, () -> ProblemChoice.named(problems, all));
    }

    Runner runner(CommandSpec spec) {
        if (repetitions <= 0) {
            throw new ParameterException(
                    spec.commandLine(), "--repetitions is " + repetitions + "; give a positive number");
        }
        return new Runner(repetitions);
    }

    private static <T> T checked(CommandSpec spec, Supplier<T> choice) {
        try {
            return choice.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
