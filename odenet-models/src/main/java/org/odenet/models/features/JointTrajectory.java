package org.odenet.models.features;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.Outcome;

/** A solve in which all images took the same steps. */
record JointTrajectory(OdeSolution<INDArray> solution) implements Trajectory {

    @Override
    public List<Outcome> outcomes() {
        return List.of(solution.outcome());
    }

    @Override
    public List<INDArray> states() {
        return solution.states();
    }

    /** Those of the whole solve: a solution does not tell of its parts. */
    @Override
    public long[] evaluations(int k) {
        return finalEvaluations();
    }

    @Override
    public INDArray finalStates() {
        return solution.finalState();
    }

    @Override
    public double[] finalDepths() {
        double[] depths = new double[images()];
        Arrays.fill(depths, solution.finalTime());
        return depths;
    }

    @Override
    public long[] finalEvaluations() {
        long[] evaluations = new long[images()];
        Arrays.fill(evaluations, solution.statistics().functionEvaluations());
        return evaluations;
    }

    private int images() {
        return (int) solution.finalState().size(0);
    }

    @Override
    public void close() {
        solution.close();
    }
}
