using Graballo.Desk;
using Graballo.Desk.BackOffice;
using Graballo.Desk.Monitor;
using Graballo.Desk.Portal;
using Graballo.Desk.Tickets;
using Graballo.Domain.Tickets;
using static Graballo.Server.Endpoints.ApiAnswers;

namespace Graballo.Server.Endpoints;

/// <summary>The HTTP API: the same verbs as the screens, JSON in and out, the sign-in cookie as credential.</summary>
internal static class Api
{
    public static void MapApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api");
        api.MapGet("/state/{number}", (string number, PublicStateHandler verb, CancellationToken ct) => Answer(verb.Handle(new PublicState(number), ct)))
            .WithSummary("The state of a ticket by its number, without signing in");

        api.MapCallbacks();

        var signedIn = api.MapGroup("").RequireAuthorization().AddEndpointFilter(AskedOnce.Filter);
        MapTickets(signedIn.MapGroup("/tickets"));
        ServiceLevelApi.Map(signedIn.MapGroup("/tickets"));
        MapPortal(signedIn.MapGroup("/portal/tickets"));
        signedIn.MapGet("/board", (string? group, BoardHandler verb, HttpContext context, CancellationToken ct) =>
            Answer(verb.Handle(new Board(group), Who(context), ct)));
        signedIn.MapGet("/handoffs", (bool? answered, int? skip, int? take, UnitInboxHandler verb, HttpContext context, CancellationToken ct) =>
            Answer(WrongPage(skip, take, 200), () => verb.Handle(new UnitInbox(answered ?? false, skip ?? 0, take ?? 50), Who(context), ct)));
        signedIn.MapGet("/unit-tasks", (bool? completed, int? skip, int? take, UnitTasksHandler verb, HttpContext context, CancellationToken ct) =>
            Answer(WrongPage(skip, take, 200), () => verb.Handle(new UnitTasks(completed ?? false, skip ?? 0, take ?? 50), Who(context), ct)));
        signedIn.MapPost("/handoffs/{id:guid}/answer", (Guid id, TextBody body, AnswerHandoffHandler verb, HttpContext context, CancellationToken ct) =>
            Answer(verb.Handle(new AnswerHandoff(id, body.Text ?? ""), Who(context), ct)));
    }

    private static void MapTickets(RouteGroupBuilder tickets)
    {
        tickets.MapPost("", (OpenBody body, OpenTicketHandler verb, HttpContext context, CancellationToken ct) =>
            Answer(WrongWords(body), () => verb.Handle(
                new OpenTicket(
                    body.Topic ?? "", body.Subject ?? "", body.Body ?? "", Codes.ChannelOf(body.Channel) ?? Channel.Web, body.ContactId, null,
                    Who(context).Asked?.Key ?? body.RequestKey, Codes.PriorityOf(body.Priority)), Who(context), ct)));
        tickets.MapGet("", (string? tab, string? text, string? topic, int? skip, int? take, InboxHandler verb, HttpContext context, CancellationToken ct) =>
            Answer(WrongPage(skip, take, 200) ?? WrongTab(tab), () => verb.Handle(
                new Inbox(TabOf(tab) ?? InboxTab.Mine, text, topic, Skip: skip ?? 0, Take: take ?? 50), Who(context), ct)));
        tickets.MapGet("/{number}", (string number, TicketDetailHandler verb, HttpContext context, CancellationToken ct) =>
            Answer(verb.Handle(new TicketDetail(number), Who(context), ct)));
        tickets.MapPost("/{number}/reply", (string number, ReplyBody body, ReplyToTicketHandler verb, HttpContext context, CancellationToken ct) =>
            Answer(verb.Handle(new ReplyToTicket(number, body.Text ?? "", body.WaitForClient), Who(context), ct)));
        tickets.MapPost("/{number}/note", (string number, TextBody body, AddNoteHandler verb, HttpContext context, CancellationToken ct) =>
            Answer(verb.Handle(new AddNote(number, body.Text ?? ""), Who(context), ct)));
        tickets.MapPost("/{number}/promise", (string number, PromiseBody body, PromiseDateHandler verb, HttpContext context, CancellationToken ct) =>
            Answer(Missing(body.At, "at"), () => verb.Handle(new PromiseDate(number, body.At!.Value), Who(context), ct)));
        tickets.MapPost("/{number}/resolve", (string number, TextBody body, ResolveTicketHandler verb, HttpContext context, CancellationToken ct) =>
            Answer(verb.Handle(new ResolveTicket(number, body.Text ?? ""), Who(context), ct)));
        tickets.MapPost("/{number}/assign", (string number, AssignBody body, ReassignTicketHandler verb, HttpContext context, CancellationToken ct) =>
            Answer(Missing(body.AgentId, "agentId"), () => verb.Handle(new ReassignTicket(number, body.AgentId!.Value, body.GroupId, body.Reason ?? ""), Who(context), ct)));
        tickets.MapPost("/{number}/tasks/{id:guid}/complete", (string number, Guid id, CompleteBody body, CompleteTaskHandler verb, HttpContext context, CancellationToken ct) =>
            Answer(verb.Handle(new CompleteTask(number, id, body.Values?.ToDictionary(pair => pair.Key, pair => pair.Value.Text) ?? []), Who(context), ct)))
            .WithSummary("Completes a task that a process owner drew; those of the desk's own have their verbs");
        tickets.MapPost("/{number}/handoffs", (string number, HandOffBody body, HandOffHandler verb, HttpContext context, CancellationToken ct) =>
            Answer(Missing(body.UnitId, "unitId"), () => verb.Handle(new HandOff(number, body.UnitId!.Value, body.Text ?? "", null), Who(context), ct)));
    }

    private static void MapPortal(RouteGroupBuilder portal)
    {
        portal.MapGet("", (bool? open, string? text, int? skip, int? take, ClientTicketsHandler verb, HttpContext context, CancellationToken ct) =>
            Answer(WrongPage(skip, take, 100), () => verb.Handle(new ClientTickets(open, false, text, skip ?? 0, take ?? 20), Who(context), ct)));
        portal.MapGet("/{number}", (string number, ClientTicketHandler verb, HttpContext context, CancellationToken ct) =>
            Answer(verb.Handle(new ClientTicket(number), Who(context), ct)));
        portal.MapPost("/{number}/messages", (string number, TextBody body, WriteAsClientHandler verb, HttpContext context, CancellationToken ct) =>
            Answer(verb.Handle(new WriteAsClient(number, body.Text ?? ""), Who(context), ct)));
        portal.MapPost("/{number}/closure", (string number, ClosureBody body, ConfirmClosureHandler verb, HttpContext context, CancellationToken ct) =>
            Answer(Missing(body.Accepted, "accepted"), () => verb.Handle(new ConfirmClosure(number, body.Accepted!.Value, body.Reason), Who(context), ct)));
        portal.MapPost("/{number}/survey", (string number, SurveyBody body, AnswerSurveyHandler verb, HttpContext context, CancellationToken ct) =>
            Answer(Missing(body.Score, "score"), () => verb.Handle(new AnswerSurvey(number, body.Score!.Value, body.Comment), Who(context), ct)));
    }

    private static InboxTab? TabOf(string? tab) =>
        Enum.GetValues<InboxTab>().Cast<InboxTab?>().FirstOrDefault(pile => string.Equals(pile.ToString(), tab, StringComparison.OrdinalIgnoreCase));

    private static Refusal? WrongTab(string? tab) =>
        string.IsNullOrEmpty(tab) || TabOf(tab) is not null ? null : OneOf("tab", Enum.GetNames<InboxTab>().Select(name => name.ToLowerInvariant()));

    private static Refusal? WrongWords(OpenBody body) => Refusal.All(
        body.Channel is null || Codes.ChannelOf(body.Channel) is not null ? null : OneOf("channel", Enum.GetValues<Channel>().Select(Codes.Code)),
        body.Priority is null || Codes.PriorityOf(body.Priority) is not null ? null : OneOf("priority", Enum.GetValues<Priority>().Select(Codes.Code)));
}

internal sealed record OpenBody(string? Topic, string? Subject, string? Body, string? Channel, Guid? ContactId, Guid? RequestKey, string? Priority);

internal sealed record TextBody(string? Text);

internal sealed record ReplyBody(string? Text, bool WaitForClient);

internal sealed record PromiseBody(DateTimeOffset? At);

internal sealed record AssignBody(Guid? AgentId, Guid? GroupId, string? Reason);

internal sealed record CompleteBody(IReadOnlyDictionary<string, FieldText>? Values);

internal sealed record HandOffBody(Guid? UnitId, string? Text);

internal sealed record ClosureBody(bool? Accepted, string? Reason);

internal sealed record SurveyBody(int? Score, string? Comment);
