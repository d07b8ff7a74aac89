package org.odenet.benchmarks;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.TimeSpan;

/**
 * What a solve costs beside the evaluations of its function: the peer is the function alone, called as often as the solve
 * calls it.
 *
 * @param shape the state
 */
record SolveOverheadCase(StateShape shape) implements Case {

    static final String OWN_FUNCTION = "own-f";

    @Override
    public String name() {
        return "solve-overhead-" + shape;
    }

    @Override
    public List<String> peers() {
        return List.of(OWN_FUNCTION);
    }

    @Override
    public Contest prepare(String peer, Peers peers) {
        FunctionWork function = new FunctionWork(shape, false);
        int evaluations = solve(function);
        Side solves = Side.of(() -> solve(function), () -> {});
        Side calls = Side.of(
                () -> {
                    for (int i = 0; i < evaluations; i++) {
                        function.run();
                    }
                },
                function::close);
        return new Contest(solves, calls, evaluations + " evaluations");
    }

    /** Returns the number of evaluations. */
    private static int solve(FunctionWork function) {
        try (OdeSolution<INDArray> solution = Mnist.solver()
                .solve(function.function(), function.state(), TimeSpan.of(0, 1), SolveOptions.defaults())) {
            return (int) solution.statistics().functionEvaluations();
        }
    }
}
