package org.odenet.models.features;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.ode.Outcome;

/** The hidden states of a batch of images along one solve of an ODE block. */
interface Trajectory extends AutoCloseable {

    /** How the solve ended: once where all images took the same steps, else for each of them. */
    List<Outcome> outcomes();

    /** The states at the observed times that all images reached; they live until this is closed. */
    List<INDArray> states();

    /** The evaluations of each image for the k-th of them. */
    long[] evaluations(int k);

    /** Where each image ended. */
    INDArray finalStates();

    double[] finalDepths();

    long[] finalEvaluations();

    @Override
    void close();
}
