using System.Buffers;
using System.Security.Cryptography;
using Graballo.Domain;

namespace Graballo.Desk.Attachments;

/// <summary>A file as somebody hands it in.</summary>
/// <param name="FileName">As the sender names it; only its last part is kept.</param>
/// <param name="Open">Gives the content, once.</param>
public sealed record Upload(string FileName, Func<Stream> Open);

/// <summary>A file that is safely on disk.</summary>
public sealed record StoredFile(string FileName, string ContentType, long Size, string Sha256);

/// <summary>
/// Keeps the content of files on disk, once per SHA-256. A file is written beside its place and moved there, so that a crash
/// leaves either nothing or the whole.
/// </summary>
public sealed class AttachmentStore(DeskSettings settings)
{
    /// <summary>All of the files, or the first refusal and none.</summary>
    public async Task<Outcome<IReadOnlyList<StoredFile>>> Store(IReadOnlyList<Upload> uploads, CancellationToken ct)
    {
        if (uploads.Count > settings.MostAttachments)
            return new Refusal("file-too-many", "files", settings.MostAttachments);
        var stored = new List<StoredFile>(uploads.Count);
        foreach (var upload in uploads)
        {
            var one = await Store(upload, ct);
            if (!one.Ok)
                return one.Refusal;
            stored.Add(one.Value);
        }
        return stored;
    }

    /// <summary>The content of a stored file.</summary>
    /// <exception cref="FileNotFoundException">The folder lost it.</exception>
    public Stream Open(string sha256) => new FileStream(PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, useAsync: true);

    private async Task<Outcome<StoredFile>> Store(Upload upload, CancellationToken ct)
    {
        var name = CleanName(upload.FileName);
        if (name.Length is 0 or > 200)
            return new Refusal("file-name", "files");
        if (FileKinds.TypeOf(name) is not { } type)
            return new Refusal("file-type", "files", name);
        Directory.CreateDirectory(settings.AttachmentFolder);
        var draft = Path.Combine(settings.AttachmentFolder, Path.GetRandomFileName() + ".part");
        try
        {
            var (size, sha256, head) = await Write(upload, draft, ct);
            if (size > settings.LargestAttachment)
                return new Refusal("file-too-large", "files", name, settings.LargestAttachment / 1024 / 1024);
            if (size == 0)
                return new Refusal("file-empty", "files", name);
            if (!FileKinds.Fits(name, head))
                return new Refusal("file-content", "files", name, Path.GetExtension(name));
            var place = PathOf(sha256);
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            if (!File.Exists(place))
                File.Move(draft, place, overwrite: true);
            return new StoredFile(name, type, size, sha256);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private async Task<(long Size, string Sha256, byte[] Head)> Write(Upload upload, string path, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        var head = new byte[FileKinds.Head];
        var seen = 0;
        long size = 0;
        try
        {
            await using var source = upload.Open();
            await using var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 4096, useAsync: true);
            for (int read; (read = await source.ReadAsync(buffer, ct)) > 0;)
            {
                var part = Math.Min(read, head.Length - seen);
                buffer.AsSpan(0, part).CopyTo(head.AsSpan(seen));
                seen += part;
                size += read;
                if (size > settings.LargestAttachment)
                    break;
                hash.AppendData(buffer, 0, read);
                await target.WriteAsync(buffer.AsMemory(0, read), ct);
            }
            await target.FlushAsync(ct);
            target.Flush(flushToDisk: true);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return (size, Convert.ToHexStringLower(hash.GetHashAndReset()), head[..seen]);
    }

    private string PathOf(string sha256) => Path.Combine(settings.AttachmentFolder, sha256[..2], sha256[2..4], sha256);

    private static string CleanName(string name)
    {
        var last = PlainText.Line(name).Replace('\\', '/').Split('/')[^1];
        return string.Concat(last.Where(c => c is not ('"' or '<' or '>' or '|' or ':' or '*' or '?'))).Trim().TrimStart('.');
    }
}
