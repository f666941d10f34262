import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What is kept of a conversation between two events, and what an event does to it. Events that came before are left out by
 * their id. The others are applied as they arrive, as is usual where figures are to be seen at once.
 */
final class Conversation {
  /** Budgets of the one policy, ms; all hours count. */
  static final long QUEUE_WAIT_MS = 60_000, FIRST_RESPONSE_MS = 120_000;
  /** Who leaves a queue sooner is not held against it. */
  private static final long SHORT_ABANDON_MS = 5_000;
  /** Place of the metric within a cycle's share of a target's number. */
  private static final int PER_CYCLE = 16, FIRST_RESPONSE = 0, QUEUE_WAIT = 4;
  private static final long NONE = -1;

  private String id = "", channel = "", queue = "", agent = "", status = "";
  private boolean isTicket, isOver;
  private long openedAt, statusSince, waitingSince = NONE, repliedAt = NONE;
  private int version, statusSpells, queueSpells;
  private final Set<String> seen = new HashSet<>();

  private transient Consumer<String> out;

  /** @param out takes the rows of facts that are others now, as lines for `peer_facts` */
  void apply(Event event, Consumer<String> out) {
    if (!seen.add(event.id)) return;
    this.out = out;
    version++;
    if (!event.queue.isEmpty()) queue = event.queue;
    if (version == 1) open(event);
    boolean isAgent = event.actorKind.equals("agent");
    switch (event.type) {
      case "created" -> {
        if (statusSpells == 0) relabel(event.status);
        beginWait(event.at);
      }
      case "queued" -> beginWait(event.at);
      case "abandoned" -> {
        endWait(event.at, "abandoned");
        setStatus("closed", event.at);
      }
      case "transferred" -> {
        endWait(event.at, "transferred");
        queue = event.toQueue;
      }
      case "ended" -> {
        endWait(event.at, event.actorKind.equals("customer") ? "abandoned" : "ended");
        setStatus("closed", event.at);
      }
      case "status_changed" -> {
        if (isAgent && (event.status.equals("pending") || event.status.equals("on_hold"))) take(event);
        setStatus(event.status, event.at);
      }
      case "assigned" -> {
        if (!event.agentId.isEmpty()) take(event);
      }
      case "message" -> {
        if (isAgent && event.isPublic) {
          take(event);
          reply(event);
        }
      }
      case "answered", "held", "resumed", "wrapped_up" -> {
        if (isAgent) take(event);
      }
      default -> {}
    }
  }

  private void open(Event event) {
    id = event.conversationId;
    channel = event.channel;
    isTicket = event.topic.equals("contact.tickets");
    openedAt = event.openedAt;
    statusSince = openedAt;
    status = isTicket ? "new" : "open";
    emit("status_spell", 0, openedAt, 0, "open", status, 0, false);
    if (channel.equals("voice")) return;
    emit("first_response", 0, openedAt, 0, "open", "", 0, false);
    emit("sla_target", FIRST_RESPONSE, openedAt + FIRST_RESPONSE_MS, 0, "active", "first_response", 0, false);
  }

  private void relabel(String given) {
    if (given.isEmpty() || given.equals(status)) return;
    status = given;
    emit("status_spell", 0, statusSince, 0, "open", status, 0, false);
  }

  private void setStatus(String next, long at) {
    if (next.equals(status)) return;
    boolean wasCounted = !status.equals("closed");
    if (wasCounted && at > statusSince) {
      emit("status_spell", statusSpells++, statusSince, at, "done", status, at - statusSince, false);
    } else if (isUnsolved(status)) {
      emit("status_spell", statusSpells, statusSince, 0, "open", status, 0, true);
    }
    status = next;
    statusSince = at;
    if (isUnsolved(next)) {
      emit("status_spell", statusSpells, at, 0, "open", next, 0, false);
      return;
    }
    endWait(at, "ended");
    giveUpResponse(at);
  }

  private void beginWait(long at) {
    if (waitingSince != NONE || !isUnsolved(status)) return;
    waitingSince = at;
    emit("queue_spell", queueSpells, at, 0, "open", "", 0, false);
    emit("sla_target", queueSpells * PER_CYCLE + QUEUE_WAIT, at + QUEUE_WAIT_MS, 0, "active", "queue_wait", 0, false);
  }

  private void take(Event event) {
    agent = event.agentId.isEmpty() ? event.actorId : event.agentId;
    endWait(event.at, "answered");
  }

  private void endWait(long at, String state) {
    if (waitingSince == NONE) return;
    long end = Math.max(waitingSince, at);
    String label = state.equals("abandoned") && end - waitingSince < SHORT_ABANDON_MS ? "short" : "";
    emit("queue_spell", queueSpells, waitingSince, end, state, label, end - waitingSince, false);
    int seq = queueSpells * PER_CYCLE + QUEUE_WAIT;
    boolean isMet = state.equals("answered");
    target(seq, "queue_wait", waitingSince, QUEUE_WAIT_MS, end, isMet);
    queueSpells++;
    waitingSince = NONE;
  }

  private void reply(Event event) {
    if (repliedAt != NONE || isOver || channel.equals("voice")) return;
    repliedAt = Math.max(openedAt, event.at);
    emit("first_response", 0, openedAt, repliedAt, "done", "", repliedAt - openedAt, false);
    target(FIRST_RESPONSE, "first_response", openedAt, FIRST_RESPONSE_MS, repliedAt, true);
  }

  private void giveUpResponse(long at) {
    if (repliedAt != NONE || isOver || channel.equals("voice")) return;
    isOver = true;
    emit("first_response", 0, openedAt, 0, "open", "", 0, true);
    target(FIRST_RESPONSE, "first_response", openedAt, FIRST_RESPONSE_MS, at, false);
  }

  private void target(int seq, String metric, long from, long budget, long end, boolean isMet) {
    long due = from + budget;
    boolean isNone = !isMet && end <= from;
    String state = end > due ? "breached" : isMet ? "met" : "cancelled";
    emit("sla_target", seq, due, end, state, metric, end - from, isNone);
  }

  private static boolean isUnsolved(String status) {
    return !status.equals("solved") && !status.equals("closed");
  }

  private void emit(String fact, int seq, long at, long endedAt, String state, String label, long value, boolean gone) {
    out.accept(fact + '\t' + id + '\t' + seq + '\t' + version + '\t' + (gone ? 1 : 0) + '\t' + at + '\t' + endedAt + '\t'
        + state + '\t' + label + '\t' + value + '\t' + queue + '\t' + agent + '\t' + channel + '\n');
  }

  byte[] toBytes() {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
      DataOutputStream data = new DataOutputStream(bytes);
      for (String text : new String[] {id, channel, queue, agent, status}) data.writeUTF(text);
      for (boolean flag : new boolean[] {isTicket, isOver}) data.writeBoolean(flag);
      for (long time : new long[] {openedAt, statusSince, waitingSince, repliedAt}) data.writeLong(time);
      for (int count : new int[] {version, statusSpells, queueSpells, seen.size()}) data.writeInt(count);
      for (String one : seen) data.writeUTF(one);
      return bytes.toByteArray();
    } catch (IOException error) {
      throw new IllegalStateException(error);
    }
  }

  /** @param bytes null: nothing is known yet */
  static Conversation of(byte[] bytes) {
    Conversation one = new Conversation();
    if (bytes == null) return one;
    try (DataInputStream data = new DataInputStream(new ByteArrayInputStream(bytes))) {
      one.id = data.readUTF();
      one.channel = data.readUTF();
      one.queue = data.readUTF();
      one.agent = data.readUTF();
      one.status = data.readUTF();
      one.isTicket = data.readBoolean();
      one.isOver = data.readBoolean();
      one.openedAt = data.readLong();
      one.statusSince = data.readLong();
      one.waitingSince = data.readLong();
      one.repliedAt = data.readLong();
      one.version = data.readInt();
      one.statusSpells = data.readInt();
      one.queueSpells = data.readInt();
      for (int left = data.readInt(); left > 0; left--) one.seen.add(data.readUTF());
      return one;
    } catch (IOException error) {
      throw new IllegalStateException(error);
    }
  }
}
