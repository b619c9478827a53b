using System.CommandLine;
using Dagstack.Tool.Archives;

namespace Dagstack.Tool.Verbs;

/// <summary>Options that several verbs have.</summary>
internal static class Options
{
    public static Option<bool> Json() => new("--json") { Description = "Prints JSON." };

    public static Argument<string> Plugin() => new("PATH") { Description = "The folder of a plugin, with its manifest and what was built of it." };

    public static Option<string[]> Plugins() => new("--plugins")
    {
        Description = "A folder with plugins, at any depth; may be given several times. [default: plugins]",
        HelpName = "DIR",
    };

    public static Option<string?> Host() => new("--host")
    {
        Description = "The assembly of a host, whose contracts are beside it, and whose plugins are in 'plugins' there unless --plugins says otherwise.",
        HelpName = "DLL",
    };

    public static Option<string[]> Contract() => new("--contract")
    {
        Description = "The assembly with the contract of a kind, its project or the folder of that, a package as Id or Id@version, or a .nupkg file; may be given several times.",
        HelpName = "WHAT",
    };

    public static Argument<string[]> Kinds() => new("PATH")
    {
        Description = "A hookspec, as kinds/chunker/v1.yaml, a folder of kinds, an assembly with contracts, its project or the folder of that, or a package as Id@version.",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Option<string?> Kind() => new("--kind") { Description = "The one kind that is meant, of several.", HelpName = "NAME" };

    public static Option<string[]> Limit() => new("--limit")
    {
        Description = $"Another limit, as files=30000 or unpacked=2GiB; may be given several times. {string.Join("; ", ArchiveLimits.Names.Select(static one => $"{one.Name}: {one.Means}"))}.",
        HelpName = "NAME=VALUE",
    };

    public static Option<string?> CheckedHost() => new("--host")
    {
        Description = "The assembly of the host that has to take it: its version, its kinds, and the versions of what it shares. [default: any host of the version of this program]",
        HelpName = "DLL",
    };

    public static Option<string> Root() => new("--plugins") { Description = "The folder of the plugins.", HelpName = "DIR", DefaultValueFactory = static _ => "plugins" };

    public static Argument<string> Installed() => new("PLUGIN") { Description = "The plugin, as chunker:fixed, or its folder." };

    public static Option<string?> Staging() => new("--staging")
    {
        Description = "A folder of the same file system, out of sight of hosts, where plugins are made ready. [default: the folder that the plugins' folder is in]",
        HelpName = "DIR",
    };
}
