package org.odenet.models.features;

import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.ode.Outcome;
import org.odenet.solvers.sample.BatchSolution;

/** A solve in which each image took steps of its own. */
record SampleTrajectory(BatchSolution<INDArray> solution) implements Trajectory {

    @Override
    public List<Outcome> outcomes() {
        return images().mapToObj(solution::outcome).toList();
    }

    @Override
    public List<INDArray> states() {
        return solution.states();
    }

    @Override
    public long[] evaluations(int k) {
        return images().mapToLong(i -> solution.evaluationsAt(i)[k]).toArray();
    }

    @Override
    public INDArray finalStates() {
        return solution.finalStates();
    }

    @Override
    public double[] finalDepths() {
        return solution.finalTimes();
    }

    @Override
    public long[] finalEvaluations() {
        return images().mapToLong(i -> solution.statistics(i).functionEvaluations())
                .toArray();
    }

    private IntStream images() {
        return IntStream.range(0, solution.samples());
    }

    @Override
    public void close() {
        solution.close();
    }
}
