namespace Dagstack.Extensions.Plugins.Mcp.Session;

/// <summary>Which functions of a server the host may see.</summary>
/// <param name="allow">Globs, one of which a function has to match; none lets all through.</param>
/// <param name="deny">Globs, none of which a function may match.</param>
internal sealed class ToolFilter(IReadOnlyList<string> allow, IReadOnlyList<string> deny)
{
    /// <summary>Gets a value indicating whether it lets everything through.</summary>
    public bool IsOpen => allow.Count == 0 && deny.Count == 0;

    public bool Allows(string function) =>
        (allow.Count == 0 || allow.Any(glob => Glob.Matches(glob, function))) && !deny.Any(glob => Glob.Matches(glob, function));
}
