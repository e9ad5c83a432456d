using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Graballo.Desk.Persistence;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Server.Startup;

/// <summary>
/// The keys that sign cookies are in the database, encrypted by a certificate that is not: whoever copies the database cannot sign in with
/// it. The certificate is made at the first start, in a folder that only the server's user may read; all nodes share it.
/// </summary>
internal static class KeyProtection
{
    private const string FileName = "graballo-keys.pfx";

    public static void Add(IServiceCollection services, string folder, TimeProvider clock) =>
        services.AddDataProtection().ProtectKeysWithCertificate(Certificate(folder, clock));

    /// <exception cref="CannotStartException">The keys of the database belong to another certificate.</exception>
    public static async Task MustOpen(IDbContextFactory<DeskDbContext> databases, string folder, TimeProvider clock, CancellationToken ct)
    {
        using var certificate = Certificate(folder, clock);
        var own = Convert.ToBase64String(certificate.RawData);
        await using var db = await databases.CreateDbContextAsync(ct);
        var keys = await db.DataProtectionKeys.Select(key => key.Xml).ToListAsync(ct);
        if (keys.Exists(xml => xml?.Contains("X509Certificate", StringComparison.Ordinal) == true) && !keys.Exists(xml => Plain(xml).Contains(own, StringComparison.Ordinal)))
            throw new CannotStartException(
                $"The sign-in keys in the database were encrypted with a certificate that is not in Desk:KeyFolder ({folder}): copy {FileName} there from the server that made them, or empty the table data_protection_keys, which signs everybody out.");
    }

    private static string Plain(string? xml) => string.Concat((xml ?? "").Where(c => !char.IsWhiteSpace(c)));

    private static X509Certificate2 Certificate(string folder, TimeProvider clock)
    {
        var file = Path.Combine(folder, FileName);
        try
        {
            if (!File.Exists(file))
                Make(folder, file, clock.GetUtcNow());
            return X509CertificateLoader.LoadPkcs12FromFile(file, null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new CannotStartException($"The certificate of the sign-in keys cannot be read or made in Desk:KeyFolder ({folder}): {error.Message}");
        }
    }

    private static void Make(string folder, string file, DateTimeOffset now)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var key = RSA.Create(3072);
        var request = new CertificateRequest("CN=Graballo sign-in keys", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(50));
        // Written beside its place and moved there: two nodes that start at once end with one certificate.
        var draft = file + Path.GetRandomFileName();
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(draft, options))
            stream.Write(certificate.Export(X509ContentType.Pkcs12));
        try
        {
            File.Move(draft, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(draft);
        }
    }
}
