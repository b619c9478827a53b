namespace Polyglot.CSharp;

/// <summary>The configuration section <c>reader:csharp</c>.</summary>
public sealed class ReaderOptions
{
    /// <summary>Gets how long a text may be that is counted.</summary>
    /// <value>1,000 by default.</value>
    public int MaxLength { get; init; } = 1_000;

    /// <summary>Gets how long a page takes.</summary>
    /// <value>0 by default.</value>
    public double SecondsPerPage { get; init; }
}
