using Dagstack.Extensions.Plugins.Mcp.Processes;
using Dagstack.Extensions.Plugins.Mcp.Settings;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Languages;

/// <summary>The languages that plugins of tests are written in, and whether this machine runs them.</summary>
public static class Language
{
    public const string CSharp = "csharp";

    /// <summary>The same in C#, in a process of its own.</summary>
    public const string Worker = "worker";

    public const string Python = "python";
    public const string Node = "node";

    /// <summary>The environment of their processes. The system's programs come before those of version managers, which take a second to find out which one they are.</summary>
    internal static readonly Dictionary<string, string> Variables =
        ChildEnvironment.Make(OperatingSystem.IsWindows() ? [] : [new("PATH", $"/usr/local/bin:/usr/bin:/bin:{Environment.GetEnvironmentVariable("PATH")}")], inherit: false);

    public static bool HavePython => Have("python3");

    public static bool HaveNode => Have("node");

    /// <summary>Those that run in a process of their own. One that this machine does not run is skipped.</summary>
    public static IEnumerable<TheoryDataRow<string>> Servers { get; } = [Row(Python, HavePython, "python3"), Row(Node, HaveNode, "node")];

    /// <summary>The same, and the one in C# there.</summary>
    public static IEnumerable<TheoryDataRow<string>> Processes { get; } = [new(Worker), .. Servers];

    /// <summary>The same, each in both eras of the protocol.</summary>
    public static IEnumerable<TheoryDataRow<string, string>> ServersAndEras { get; } =
    [
        .. from row in Servers
           from era in new[] { ProtocolEra.Initialize, ProtocolEra.Discovery }
           select new TheoryDataRow<string, string>(row.Data, era.ToString()) { Skip = row.Skip },
    ];

    private static TheoryDataRow<string> Row(string language, bool isHere, string program) => new(language) { Skip = isHere ? null : $"There is no {program} in PATH." };

    private static bool Have(string program)
    {
        try
        {
            return CommandLookup.Find(program, "/", Variables, "a test").Length > 0;
        }
        catch (ChildStartException)
        {
            return false;
        }
    }
}
