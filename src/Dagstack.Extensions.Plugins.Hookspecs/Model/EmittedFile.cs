namespace Dagstack.Extensions.Plugins.Hookspecs;

/// <summary>A file that was made of a kind.</summary>
public sealed class EmittedFile
{
    internal EmittedFile(string path, string text) => (Path, Text) = (path, text);

    /// <summary>Gets where it belongs, below the folder for all of them, with <c>/</c>.</summary>
    public string Path { get; }

    /// <summary>Gets what it says. Lines end with <c>\n</c>; it is UTF-8 without a byte order mark when it is written.</summary>
    public string Text { get; }

    /// <summary>Returns the path.</summary>
    public override string ToString() => Path;
}
