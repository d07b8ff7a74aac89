package org.odenet.models.serving;

import java.time.Duration;
import java.util.List;
import org.odenet.models.SoftmaxCrossEntropy;

/**
 * How far a query came, and what the network makes of the image there.
 *
 * @param depth the time t that was reached; less than was asked for where a limit, or the load, ended the solve
 * @param evaluations the function evaluations up to there
 * @param features the features there
 * @param probabilities the softmax over the classes there
 * @param path the way there, from t = 0 on, its end included; empty if the query did not ask for it
 * @param waiting the time from the submission to the start of the solve
 * @param solving the time from there to the answer
 * @param companions how many queries shared the solve, this one included
 * @param cut whether the load ended the solve before the query's own limits did
 */
public record Answer(
        double depth,
        long evaluations,
        float[] features,
        double[] probabilities,
        List<PathPoint> path,
        Duration waiting,
        Duration solving,
        int companions,
        boolean cut) {

    /**
     * The most probable class.
     *
     * @return its number
     */
    public int predicted() {
        return SoftmaxCrossEntropy.largest(probabilities);
    }

    /**
     * How sure the network is of it.
     *
     * @return the largest probability
     */
    public double confidence() {
        return probabilities[predicted()];
    }

    /**
     * The time from the submission to the answer.
     *
     * @return waiting and solving
     */
    public Duration latency() {
        return waiting.plus(solving);
    }
}
