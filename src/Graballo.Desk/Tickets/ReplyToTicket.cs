using Graballo.Desk.Attachments;
using Graballo.Desk.Runtime;
using Graballo.Domain;
using Graballo.Domain.Tickets;
using Graballo.Rules.Feel;

namespace Graballo.Desk.Tickets;

/// <param name="Number">As a person writes it.</param>
/// <param name="Body">What the client reads.</param>
/// <param name="WaitForClient">True when it asks the client something: the clocks rest until the answer.</param>
/// <param name="Files">May be empty.</param>
public sealed record ReplyToTicket(string Number, string Body, bool WaitForClient = false, IReadOnlyList<Upload>? Files = null);

/// <summary>Answers the client. The first answer stops the first-response clock and completes the flow's task "respond".</summary>
public sealed class ReplyToTicketHandler(DeskRuntime runtime, AttachmentStore store)
{
    public async Task<Outcome<Done>> Handle(ReplyToTicket command, Actor actor, CancellationToken ct)
    {
        command = command with { Body = PlainText.Clean(command.Body) };
        var files = await store.Store(command.Files ?? [], ct);
        return files.Ok ? await runtime.OnTicket(command.Number, actor, step => Act(step, command, files.Value), ct) : files.Refusal;
    }

    internal static async Task<Outcome<Done>> Act(TicketStep step, ReplyToTicket command, IReadOnlyList<StoredFile> files)
    {
        var ticket = step.Ticket;
        if (!TicketAccess.CanWorkOn(step.Actor, ticket))
            return Refusal.Forbidden;
        if (ticket.Status == TicketStatus.Closed)
            return new Refusal("closed");
        if (Check.Body(command.Body) is { } refused)
            return refused;
        var message = step.Say(MessageKind.Public, AuthorKind.Agent, command.Body, Channel.Web, files);
        step.Log(EventType.Replied, true, ("author", message.AuthorName));
        await Notices.Send(step, $"{message.Id:N}:contact", "reply", "contact", ("author", message.AuthorName), ("message", message.Body));
        // What the desk says by itself answers nobody.
        if (step.Actor.AgentId is not null)
        {
            ticket.FirstRespondedAt ??= step.Now;
            step.Clocks.Answered();
        }
        if (ticket.Status == TicketStatus.New)
            ticket.Status = TicketStatus.InProgress;
        if (command.WaitForClient && ticket.Status == TicketStatus.InProgress)
        {
            ticket.Status = TicketStatus.WaitingForClient;
            step.Clocks.Wait();
            step.Log(EventType.WaitingForClient, true);
        }
        if (step.OpenTasks.Find(task => task.Form == TaskForm.Respond) is { } task)
            await step.Flows.Complete(task, FeelContext.Empty);
        return Done.It;
    }
}

/// <summary>What completes a task of a flow: the forms that the desk knows.</summary>
public static class TaskForm
{
    public const string Respond = "respond";
    public const string Promise = "promise";
    public const string Resolve = "resolve";
    public const string Handoff = "handoff";

    /// <summary>True when a verb of its own completes the task.</summary>
    public static bool HasVerb(string? form) => form is Respond or Promise or Resolve or Handoff;
}
