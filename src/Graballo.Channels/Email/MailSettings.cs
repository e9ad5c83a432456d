using System.ComponentModel.DataAnnotations;

namespace Graballo.Channels.Email;

/// <summary>How mail leaves. Section <c>Mail</c> of the configuration.</summary>
public sealed class MailSettings : IValidatableObject
{
    /// <summary>The mail server; empty: mails are written to <see cref="PickupFolder"/>.</summary>
    public string SmtpHost { get; set; } = "";

    /// <summary>1 to 65535.</summary>
    [Range(1, 65535)]
    public int SmtpPort { get; set; } = 587;

    /// <summary>Empty: no sign-in at the mail server.</summary>
    public string SmtpUser { get; set; } = "";

    public string SmtpPassword { get; set; } = "";

    /// <summary>True refuses to send without TLS.</summary>
    public bool RequireTls { get; set; } = true;

    /// <summary>The address that mails come from.</summary>
    [Required, EmailAddress]
    public string From { get; set; } = "mesa@cordillera.example";

    [Required]
    public string FromName { get; set; } = "Cordillera Servicios";

    /// <summary>Folder of .eml files, created when missing.</summary>
    [Required]
    public string PickupFolder { get; set; } = "data/mail";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (SmtpUser.Length > 0 && SmtpHost.Length == 0)
            yield return new ValidationResult("SmtpUser needs an SmtpHost.", [nameof(SmtpUser)]);
    }
}
