/** A web page and an API that show what a network makes of an image at any depth, and a load test for them. */
package org.odenet.examples.serve;
