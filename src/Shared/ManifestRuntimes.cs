namespace Dagstack.Extensions.Shared;

/// <summary>The runtimes of the manifest's format, and the rule for the names of those that packages bring.</summary>
internal static class ManifestRuntimes
{
    public const string InProcess = "in_process";

    public const string McpStdio = "mcp_stdio";

    public const string McpHttp = "mcp_http";

    public static readonly IReadOnlyList<string> BuiltIn = [InProcess, McpStdio, McpHttp];

    /// <summary>Tells whether a runtime of a package may have a name, which is that of its table too: <c>[a-z][a-z0-9_]*</c>, and no other key.</summary>
    public static bool IsForeignName(string name) =>
        name.Length > 0 && name[0] is >= 'a' and <= 'z'
        && name.All(static letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_')
        && !BuiltIn.Contains(name)
        && ManifestFields.Plugin.Find(name) is null;
}
