import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * SMTP servers with the TLS of other days: SSL 3.0, RC4, 3DES, export and anonymous suites, which no OpenSSL of today has.
 * Arguments: certificate (DER), RSA key (PKCS #8), then one `PROTOCOLS SUITES` a server, each separated by commas; `-` for
 * the default suites, a suite `!` before them asks for a client certificate. Prints the port of each, a line each, and
 * serves until its input ends.
 */
public class OldTls {
  public static void main(String[] args) throws Exception {
    Security.setProperty("jdk.tls.disabledAlgorithms", "");
    Security.setProperty("jdk.tls.legacyAlgorithms", "");
    SSLContext context = context(Path.of(args[0]), Path.of(args[1]));
    for (int i = 2; i < args.length; i++) {
      String[] parts = args[i].split(" ");
      ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
      daemon(() -> accept(server, context, parts[0].split(","), parts[1]));
      System.out.println(server.getLocalPort());
    }
    System.out.flush();
    while (System.in.read() >= 0) {}
    System.exit(0);
  }

  static SSLContext context(Path certificate, Path key) throws Exception {
    Certificate leaf =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(certificate)));
    PrivateKey own =
        KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(key)));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("own", own, new char[0], new Certificate[] {leaf});
    KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  static void accept(ServerSocket server, SSLContext context, String[] protocols, String suites) {
    while (true) {
      try {
        Socket socket = server.accept();
        daemon(() -> serve(socket, context, protocols, suites));
      } catch (IOException gone) {
        return;
      }
    }
  }

  static void serve(Socket socket, SSLContext context, String[] protocols, String suites) {
    try (socket) {
      say(socket, "220 old.lab.example ESMTP");
      for (String line = hear(socket); line != null; line = hear(socket)) {
        if (line.startsWith("EHLO")) say(socket, "250-old.lab.example\r\n250 STARTTLS");
        else if (line.equals("STARTTLS")) {
          say(socket, "220 go ahead");
          serveInside(upgrade(socket, context, protocols, suites));
          return;
        } else {
          say(socket, line.equals("QUIT") ? "221 bye" : "502 what?");
          if (line.equals("QUIT")) return;
        }
      }
    } catch (IOException ended) {
      // What clients of today cannot do ends here, and the next one is served.
    }
  }

  static SSLSocket upgrade(Socket socket, SSLContext context, String[] protocols, String suites)
      throws IOException {
    SSLSocket tls =
        (SSLSocket) context.getSocketFactory().createSocket(socket, "client", socket.getPort(), true);
    tls.setUseClientMode(false);
    tls.setEnabledProtocols(protocols);
    boolean asks = suites.startsWith("!");
    String own = asks ? suites.substring(1) : suites;
    if (!own.equals("-")) tls.setEnabledCipherSuites(own.split(","));
    tls.setWantClientAuth(asks);
    tls.startHandshake();
    return tls;
  }

  static void serveInside(SSLSocket tls) throws IOException {
    for (String line = hear(tls); line != null; line = hear(tls)) {
      say(tls, line.equals("QUIT") ? "221 bye" : "502 what?");
      if (line.equals("QUIT")) break;
    }
    tls.close();
  }

  static void say(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** Read byte by byte, so that nothing of the hello is taken away. */
  static String hear(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n') return line.toString().trim();
      line.append((char) c);
    }
    return null;
  }

  static void daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
  }
}
