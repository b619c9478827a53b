using System.Security.Cryptography;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page;

/// <summary>A file of the page, whose name says its content: one that was changed has another name, and browsers may keep it for ever.</summary>
internal sealed class PageAsset
{
    /// <summary>A place that no plugin can have, since no kind is called so.</summary>
    private const string Folder = "/-/";

    private PageAsset(string file, string contentType)
    {
        using var stream = typeof(PageAsset).Assembly.GetManifestResourceStream(file) ?? throw new InvalidOperationException($"The assembly has no resource '{file}'.");
        Content = new byte[stream.Length];
        stream.ReadExactly(Content);
        ContentType = contentType;
        Path = $"{Folder}{System.IO.Path.GetFileNameWithoutExtension(file)}.{Convert.ToHexStringLower(SHA256.HashData(Content))[..16]}{System.IO.Path.GetExtension(file)}";
    }

    public static PageAsset Style { get; } = new("page.css", "text/css; charset=utf-8");

    public static PageAsset Script { get; } = new("page.js", "text/javascript; charset=utf-8");

    public static IReadOnlyList<PageAsset> All { get; } = [Style, Script];

    /// <summary>Gets where it is, below the place where plugins are served.</summary>
    public string Path { get; }

    public string ContentType { get; }

    public byte[] Content { get; }
}
