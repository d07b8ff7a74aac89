package org.odenet.benchmarks;

import java.util.Scanner;

/** A peer for tests: it takes 2 ms for each call, agrees to all files, and does not survive the kind {@code deadly}. */
final class TalkingPeer {

    private TalkingPeer() {}

    public static void main(String[] arguments) {
        System.out.println("ok a talking peer");
        Scanner orders = new Scanner(System.in);
        while (orders.hasNextLine()) {
            String[] order = orders.nextLine().split(" ");
            if (order[0].equals("load") && order[1].equals("deadly")) {
                return;
            }
            System.out.println(
                    switch (order[0]) {
                        case "load" -> order[1].equals("vjp") ? "ok" : "error: no such work";
                        case "check" -> "ok 26 38";
                        case "run" -> "ok " + 2.0 * Integer.parseInt(order[1]);
                        default -> "error: no such order";
                    });
        }
    }
}
