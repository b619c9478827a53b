namespace Dagstack.Tool.Installing;

/// <summary>A zip or a package that lies here, and where it came from.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="Name">What it is called.</param>
/// <param name="From">As <see cref="PackageRecord.From"/>.</param>
/// <param name="Source">As <see cref="PackageRecord.Source"/>.</param>
internal sealed record FetchedArchive(FileStream Content, string Name, string From, string? Source) : IDisposable
{
    /// <summary>Gets the package that was asked for; null if none was.</summary>
    public string? Package { get; init; }

    /// <summary>Gets the version of that.</summary>
    public string? PackageVersion { get; init; }

    public void Dispose() => Content.Dispose();
}
