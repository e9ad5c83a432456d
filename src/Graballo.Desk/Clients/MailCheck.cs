using System.Net.Mail;
using Graballo.Domain;

namespace Graballo.Desk.Clients;

/// <summary>What is a mail address that a mail can be sent to.</summary>
internal static class MailCheck
{
    private const int Longest = 200;

    /// <summary>In lower case; null when it is none.</summary>
    public static string? Address(string? text) =>
        MailAddress.TryCreate(PlainText.Line(text), out var address) && address.Host.Contains('.', StringComparison.Ordinal) && address.Address.Length <= Longest
            ? address.Address.ToLowerInvariant()
            : null;
}
