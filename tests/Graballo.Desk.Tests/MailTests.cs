using Graballo.Channels.Email;
using Graballo.Desk.Jobs;
using Graballo.Desk.Mail;
using Graballo.Desk.Tests.Hosting;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace Graballo.Desk.Tests;

public sealed class MailTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Theory, InlineData(DeskHost.Sqlite), InlineData(DeskHost.PostgreSql)]
    public async Task The_client_gets_the_number_once_however_often_the_outbox_is_swept(string provider)
    {
        await using var desk = await DeskHost.Start(provider);
        var number = await desk.Open();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => desk.Get<DeliverOutbox>().Deliver(Ct))));
        var mail = desk.Mail.Taken.Should().ContainSingle(row => row.To == "camila.rojas@losboldos.example").Subject;
        mail.Subject.Should().Contain(TicketNumber.Display(number));
        mail.TextBody.Should().Contain(TicketNumber.Display(number)).And.Contain("/portal/requests/" + number);
    }

    [Fact]
    public async Task A_server_that_is_away_is_tried_again_later_and_the_next_mail_still_goes()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        await desk.Open();
        desk.Mail.Failure = new TimeoutException("away");
        (await desk.Get<DeliverOutbox>().Deliver(Ct)).Should().Be(0);
        desk.Mail.Failure = null;
        (await desk.Get<DeliverOutbox>().Deliver(Ct)).Should().Be(0, "it waits before it tries again");
        desk.Clock.Advance(TimeSpan.FromMinutes(1));
        (await desk.Get<DeliverOutbox>().Deliver(Ct)).Should().BePositive();
        await using var db = desk.Database();
        (await db.Outbox.AllAsync(row => row.SentAt != null && row.LastError == null)).Should().BeTrue();
    }

    [Fact]
    public async Task The_pickup_folder_holds_one_readable_file_for_a_key()
    {
        var folder = Directory.CreateTempSubdirectory("graballo-mail-").FullName;
        var sender = new PickupSender(new MailSettings { PickupFolder = folder });
        var text = MailTemplates.Render("reply", "es-CL", new Dictionary<string, string>
        {
            ["name"] = "Ana",
            ["number"] = "1-2",
            ["subject"] = "Asunto\r\nBcc: otro@x.cl",
            ["author"] = "Luis",
            ["message"] = "<script>alert(1)</script>",
            ["link"] = "http://x/y",
        });
        var queued = new Persistence.OutboxMessage
        {
            Key = "k/../1",
            To = "ana@x.cl",
            ToName = "Ana",
            Subject = text.Subject,
            TextBody = text.Text,
            HtmlBody = text.Html,
            CreatedAt = DeskHost.Morning,
        };
        await sender.Send(queued, Ct);
        await sender.Send(queued, Ct);
        var message = await MimeMessage.LoadAsync(Directory.GetFiles(folder).Should().ContainSingle().Subject);
        message.Bcc.Count.Should().Be(0);
        message.Subject.Should().Contain("1-2");
        message.HtmlBody.Should().NotContain("<script>");
        message.TextBody.Should().Contain("alert(1)");
        Directory.Delete(folder, true);
    }

    [Fact]
    public void Every_template_speaks_both_languages()
    {
        foreach (var template in new[] { "ticket-opened", "reply", "promise-made", "ticket-resolved", "survey", "first-response-reminder", "promise-due-reminder", "escalation", "ola-breached", "handoff-answered", "client-wrote", "incident" })
        {
            MailTemplates.Exists(template).Should().BeTrue(template);
            var values = new Dictionary<string, string> { ["link"] = "http://x" };
            MailTemplates.Render(template, "es-CL", values).Text.Should().NotBe(MailTemplates.Render(template, "en", values).Text);
        }
    }
}
