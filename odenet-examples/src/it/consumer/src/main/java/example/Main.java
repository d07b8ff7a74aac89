package example;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A user's program: the code of the README, run with the published modules. */
final class Main {
    private Main() {}

    public static void main(String[] args) {
        INDArray ones = Nd4j.ones(3);
        System.out.println("sum " + ones.sumNumber());
    }
}
