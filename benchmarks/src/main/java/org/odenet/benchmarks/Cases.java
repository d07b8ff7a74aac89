package org.odenet.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** All comparisons. */
final class Cases {

    private static final double FUNCTION_BOUND = 1e-5;
    private static final double PRODUCT_BOUND = 1e-4;

    static final List<Case> ALL = all();

    private Cases() {}

    private static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        for (StateShape shape : StateShape.ALL) {
            cases.add(new NetworkCase("f-forward-" + shape, FUNCTION_BOUND, () -> new FunctionWork(shape, false)));
        }
        for (StateShape shape : StateShape.ALL) {
            cases.add(new NetworkCase("f-vjp-" + shape, PRODUCT_BOUND, () -> new FunctionWork(shape, true)));
        }
        return List.copyOf(cases);
    }

    static List<String> names() {
        return ALL.stream().map(Case::name).toList();
    }

    static List<String> peers() {
        return ALL.stream().flatMap(one -> one.peers().stream()).distinct().toList();
    }
}
