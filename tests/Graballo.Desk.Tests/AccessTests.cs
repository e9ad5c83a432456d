using System.Text;
using Graballo.Desk.Attachments;
using Graballo.Desk.BackOffice;
using Graballo.Desk.Flows;
using Graballo.Desk.Monitor;
using Graballo.Desk.Persistence;
using Graballo.Desk.Portal;
using Graballo.Desk.Tests.Hosting;
using Graballo.Desk.Tickets;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tests;

public sealed class AccessTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Fact]
    public async Task Another_company_s_ticket_does_not_exist_for_a_client()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var number = await desk.Open();
        var stranger = await desk.OtherClient();
        (await desk.Get<ClientTicketHandler>().Handle(new ClientTicket(number), stranger, Ct)).Refusal.Should().Be(Refusal.NotFound);
        (await desk.Get<WriteAsClientHandler>().Handle(new WriteAsClient(number, "Hola"), stranger, Ct)).Refusal.Should().Be(Refusal.NotFound);
        (await desk.Get<ConfirmClosureHandler>().Handle(new ConfirmClosure(number, true), stranger, Ct)).Refusal.Should().Be(Refusal.NotFound);
        (await desk.Get<AnswerSurveyHandler>().Handle(new AnswerSurvey(number, 7, null), stranger, Ct)).Refusal.Should().Be(Refusal.NotFound);
        (await desk.Get<ClientTicketsHandler>().Handle(new ClientTickets(null, Text: number), stranger, Ct)).Value!.Total.Should().Be(0);
    }

    [Fact]
    public async Task Staff_verbs_refuse_clients_and_strangers()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var number = await desk.Open();
        foreach (var actor in new[] { await desk.Client(), Actor.Nobody })
        {
            (await desk.Get<TicketDetailHandler>().Handle(new TicketDetail(number), actor, Ct)).Refusal.Should().Be(Refusal.Forbidden);
            (await desk.Get<InboxHandler>().Handle(new Inbox(InboxTab.Mine), actor, Ct)).Refusal.Should().Be(Refusal.Forbidden);
            (await desk.Get<ReplyToTicketHandler>().Handle(new ReplyToTicket(number, "x"), actor, Ct)).Refusal.Should().Be(Refusal.Forbidden);
            (await desk.Get<AddNoteHandler>().Handle(new AddNote(number, "x"), actor, Ct)).Refusal.Should().Be(Refusal.Forbidden);
            (await desk.Get<ResolveTicketHandler>().Handle(new ResolveTicket(number, "x"), actor, Ct)).Refusal.Should().Be(Refusal.Forbidden);
            (await desk.Get<BoardHandler>().Handle(new Board(), actor, Ct)).Refusal.Should().Be(Refusal.Forbidden);
            (await desk.Get<UnitInboxHandler>().Handle(new UnitInbox(), actor, Ct)).Refusal.Should().Be(Refusal.Forbidden);
            (await desk.Get<ListDefinitionsHandler>().Handle(new ListDefinitions(), actor, Ct)).Refusal.Should().Be(Refusal.Forbidden);
            (await desk.Get<DeployDefinitionHandler>().Handle(new DeployDefinition(DefinitionKind.Flow, "<x/>", null, null), actor, Ct)).Refusal.Should().Be(Refusal.Forbidden);
            (await desk.Get<FindAnythingHandler>().Handle(new FindAnything("factura"), actor, Ct)).Refusal.Should().Be(Refusal.Forbidden);
        }
    }

    [Theory, InlineData((InboxTab)6), InlineData((InboxTab)(-1)), InlineData(InboxTab.All)]
    public async Task An_executive_gets_no_pile_that_is_not_his(InboxTab tab)
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var executive = await desk.Responsible(await desk.Open());
        (await desk.Get<InboxHandler>().Handle(new Inbox(tab), executive, Ct)).Refusal.Should().Be(Refusal.Forbidden);
    }

    [Fact]
    public async Task Another_unit_cannot_answer_a_handoff()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var number = await desk.Open();
        await using var db = desk.Database();
        var unit = await db.Units.Where(row => row.Code == "bo-bodega").Select(row => row.Id).SingleAsync();
        var handoff = await StoryTests.Ok(desk.Get<HandOffHandler>().Handle(new HandOff(number, unit, "¿Stock?"), await desk.Responsible(number), Ct));
        var finance = await desk.Who("patricio.nunez@cordillera.example");
        (await desk.Get<AnswerHandoffHandler>().Handle(new AnswerHandoff(handoff, "no soy yo"), finance, Ct)).Refusal!.Code.Should().Be("task-not-yours");
        (await desk.Get<UnitInboxHandler>().Handle(new UnitInbox(), finance, Ct)).Value!.Total.Should().Be(0);
        (await desk.Get<AnswerHandoffHandler>().Handle(new AnswerHandoff(handoff, "no"), await desk.Responsible(number), Ct)).Refusal!.Code.Should().Be("task-not-yours");
    }

    [Fact]
    public async Task The_public_state_tells_nothing_private()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var number = await desk.Open();
        var state = (await desk.Get<PublicStateHandler>().Handle(new PublicState(TicketNumber.Display(number)), Ct)).Value!;
        System.Text.Json.JsonSerializer.Serialize(state).Should().NotContainAny("Boldos", "Camila", "monto", "factura", "losboldos", "Facturación");
        (await desk.Get<PublicStateHandler>().Handle(new PublicState("10000001"), Ct)).Refusal!.Code.Should().Be("number-wrong");
        var wrong = number[..^1] + (char)('0' + ((number[^1] - '0' + 1) % 10));
        (await desk.Get<PublicStateHandler>().Handle(new PublicState(wrong), Ct)).Refusal!.Code.Should().Be("number-wrong");
        (await desk.Get<PublicStateHandler>().Handle(new PublicState(TicketNumber.Of(99_999_999)), Ct)).Refusal!.Code.Should().Be("number-unknown");
    }

    [Fact]
    public async Task Files_are_seen_by_those_who_see_their_message()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var client = await desk.Client();
        var opened = await StoryTests.Ok(desk.Get<OpenTicketHandler>().Handle(
            new OpenTicket("otro", "Con archivo", "Va adjunto", Channel.Web, Files: [File("../../guía.pdf", "%PDF-1.7 hola")]), client, Ct));
        var executive = await desk.Responsible(opened.Number);
        await StoryTests.Ok(desk.Get<AddNoteHandler>().Handle(new AddNote(opened.Number, "interno", [File("interno.txt", "secreto")]), executive, Ct));
        await using var db = desk.Database();
        var shown = await db.Attachments.SingleAsync(row => row.FileName == "guía.pdf");
        var hidden = await db.Attachments.SingleAsync(row => row.FileName == "interno.txt");
        var read = desk.Get<ReadAttachmentHandler>();
        (await StoryTests.Ok(read.Handle(new ReadAttachment(shown.Id), client, Ct))).Content.Dispose();
        (await StoryTests.Ok(read.Handle(new ReadAttachment(hidden.Id), executive, Ct))).Content.Dispose();
        (await read.Handle(new ReadAttachment(hidden.Id), client, Ct)).Refusal.Should().Be(Refusal.NotFound);
        (await read.Handle(new ReadAttachment(shown.Id), await desk.OtherClient(), Ct)).Refusal.Should().Be(Refusal.NotFound);
        (await read.Handle(new ReadAttachment(shown.Id), Actor.Nobody, Ct)).Refusal.Should().Be(Refusal.NotFound);
    }

    [Theory]
    [InlineData("virus.exe", "MZ", "file-type")]
    [InlineData("foto.png", "MZ\u0090\u0000", "file-content")]
    [InlineData("x.pdf", "<html><script>alert(1)</script>", "file-content")]
    [InlineData("x.png", "<svg onload=alert(1)>", "file-content")]
    [InlineData("x.docx", "%PDF-1.7", "file-content")]
    [InlineData("x.txt", "PK\u0003\u0004", "file-content")]
    [InlineData("x.jpg", "GIF89a", "file-content")]
    [InlineData("fac\u202Efdp.exe", "MZ", "file-type")]
    [InlineData("pagina.html", "<script>", "file-type")]
    [InlineData("dibujo.svg", "<svg onload=alert(1)>", "file-type")]
    [InlineData("vacio.txt", "", "file-empty")]
    [InlineData("..", "x", "file-name")]
    public async Task Files_that_could_harm_are_refused(string name, string content, string code)
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var refused = await desk.Get<OpenTicketHandler>().Handle(
            new OpenTicket("otro", "Con archivo", "Va adjunto", Channel.Web, Files: [File(name, content)]), await desk.Client(), Ct);
        refused.Refusal!.Code.Should().Be(code);
    }

    [Theory, InlineData(DeskHost.Sqlite), InlineData(DeskHost.PostgreSql)]
    public async Task Whatever_is_searched_is_found_with_and_without_capitals_and_accents(string provider)
    {
        await using var desk = await DeskHost.Start(provider);
        var (admin, client) = (await desk.Who("alejandro.herrera@cordillera.example"), await desk.Client());
        var company = await StoryTests.Ok(desk.Get<Clients.SaveCompanyHandler>().Handle(
            new Clients.SaveCompany(null, null, "Prueba \u202eÑandú\u0000 Ltda.", Domain.Clients.Segment.Pyme, null, null, null), admin, Ct));
        foreach (var text in new[] { "ñandú", "ÑANDÚ", "nandu", "prueba N", "Ñandu" })
            (await StoryTests.Ok(desk.Get<Clients.FindClientsHandler>().Handle(new Clients.FindClients(text), admin, Ct))).Rows
                .Should().ContainSingle(row => row.Id == company && row.Name == "Prueba Ñandú Ltda.", text);

        var number = (await StoryTests.Ok(desk.Get<OpenTicketHandler>().Handle(new OpenTicket("otro", "FACTURACIÓN 100% errónea", "Texto", Channel.Web), client, Ct))).Number;
        var all = await desk.Who("rodrigo.castillo@cordillera.example");
        foreach (var text in new[] { "facturacion", "Facturación", "100% ERRONEA" })
        {
            (await desk.Get<InboxHandler>().Handle(new Inbox(InboxTab.All, text), all, Ct)).Value!.Rows.Should().ContainSingle(row => row.Number == number, text);
            (await desk.Get<FindAnythingHandler>().Handle(new FindAnything(text), all, Ct)).Value!.Tickets.Should().ContainSingle(row => row.Number == number, text);
            (await desk.Get<ClientTicketsHandler>().Handle(new ClientTickets(null, Text: text), client, Ct)).Value!.Total.Should().Be(1, text);
        }
        foreach (var text in new[] { "100_", "factu%a", "facturacion x" })
            (await desk.Get<InboxHandler>().Handle(new Inbox(InboxTab.All, text), all, Ct)).Value!.Rows.Should().BeEmpty(text);
    }

    [Fact]
    public async Task Everything_wrong_with_a_form_is_told_at_once_and_in_words()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var refused = (await desk.Get<OpenTicketHandler>().Handle(new OpenTicket("", "\u200b\u0007", " ", Channel.Web), await desk.Client(), Ct)).Refusal!;
        var spanish = System.Globalization.CultureInfo.GetCultureInfo("es-CL");
        new[] { "topic", "subject", "body" }.Select(field => refused.TextFor(field, spanish)).Should()
            .Equal("Elija un motivo de la lista.", "Complete este dato: el asunto.", "Escriba el mensaje.");
        refused.TextFor("files").Should().BeNull();
    }

    [Fact]
    public async Task A_file_over_the_limit_is_refused_without_being_kept()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var large = new Upload("grande.txt", () => new EndlessStream());
        var refused = await desk.Get<OpenTicketHandler>().Handle(new OpenTicket("otro", "Con archivo", "x", Channel.Web, Files: [large]), await desk.Client(), Ct);
        refused.Refusal!.Code.Should().Be("file-too-large");
        Directory.GetFiles(desk.Get<DeskSettings>().AttachmentFolder, "*", SearchOption.AllDirectories).Should().BeEmpty();
    }

    internal static Upload File(string name, string content) => new(name, () => new MemoryStream(Encoding.Latin1.GetBytes(content)));

    private sealed class EndlessStream : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => 0; set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override int Read(byte[] buffer, int offset, int count) => count;
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
