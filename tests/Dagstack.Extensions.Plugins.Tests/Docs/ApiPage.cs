using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Dagstack.Extensions.Plugins.Tests.Docs;

/// <summary>Writes docs/api.md from the public API that is on record, and from the documentation comments.</summary>
internal static partial class ApiPage
{
    private const string Head = """
        # All public types

        What each package has, with its members; a test compares this page with the code. What a member does, takes and throws is in its documentation
        comment, which an editor shows. Types that only generated code uses are left out.


        """;

    private static readonly string[] s_packages = ["Dagstack.Extensions.Plugins", "Dagstack.Extensions.Plugins.Abstractions", "Dagstack.Extensions.Plugins.Mcp", "Dagstack.Extensions.Plugins.Mcp.AspNetCore", "Dagstack.Extensions.Plugins.AspNetCore", "Dagstack.Extensions.Plugins.OpenTelemetry", "Dagstack.Extensions.Plugins.Scripts", "Dagstack.Extensions.Plugins.Testing", "Dagstack.Extensions.Plugins.Hookspecs", "Dagstack.Extensions.Orchestration", "Dagstack.Extensions.Orchestration.PostgreSql", "Dagstack.Extensions.Configuration"];

    /// <summary>What every type has, or no reader looks for.</summary>
    private static readonly HashSet<string> s_ordinary = ["ToString", "Equals", "GetHashCode", "Deconstruct", "Dispose", "DisposeAsync"];

    public static string Write()
    {
        var page = new StringBuilder(Head);
        foreach (var package in s_packages)
        {
            page.Append("## ").Append(package).Append("\n\n| type | what it is | members |\n|---|---|---|\n");
            var folder = Path.Combine(Repository.Root, "src", package);
            var lines = new[] { "PublicAPI.Shipped.txt", "PublicAPI.Unshipped.txt" }.SelectMany(file => File.ReadLines(Path.Combine(folder, file))).Select(Strip).Where(static line => line.Length > 0 && line[0] != '#').ToList();
            var types = lines.Where(static line => !line.Contains(" -> ", StringComparison.Ordinal)).Select(static line => Generic().Replace(line, string.Empty)).Where(static line => !line.Contains('(', StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
            var members = lines.Where(static line => line.Contains(" -> ", StringComparison.Ordinal)).Select(line => MemberOf(line, types)).OfType<(string Type, string Member)>().ToLookup(static member => member.Type, static member => member.Member);
            var summaries = SummariesOf(package, folder);
            foreach (var type in types.Where(static type => !type.Contains(".CompilerServices.", StringComparison.Ordinal)).OrderBy(NameOf, StringComparer.Ordinal))
            {
                page.Append("| `").Append(NameOf(type)).Append("` | ").Append(summaries[type]).Append(" | ")
                    .AppendJoin(", ", members[type].Where(member => !s_ordinary.Contains(member)).Distinct().Order(StringComparer.Ordinal).Select(static member => $"`{member}`")).Append(" |\n");
            }

            page.Append('\n');
        }

        return page.ToString().TrimEnd() + "\n";
    }

    private static string NameOf(string type) => type[(type.LastIndexOf('.') + 1)..];

    private static string Strip(string line) => Modifiers().Replace(line.Trim(), string.Empty);

    /// <summary>Finds what a line says of a member; null for one that is not named by itself.</summary>
    private static (string Type, string Member)? MemberOf(string line, HashSet<string> types)
    {
        var text = line[..line.IndexOf(" -> ", StringComparison.Ordinal)];
        text = Generic().Replace(text.Split('(')[0].Split(" = ")[0], string.Empty);
        var parts = text.Split('.').ToList();
        if (parts[^1] is "get" or "set" or "init" or "add" or "remove")
        {
            parts.RemoveAt(parts.Count - 1);
        }

        var member = parts[^1].Split('[')[0];
        var type = string.Join('.', parts.Take(parts.Count - 1));
        return !types.Contains(type) || member == NameOf(type) || member.Contains(' ', StringComparison.Ordinal) || member.Contains('$', StringComparison.Ordinal) || member.StartsWith('~') ? null : (type, member);
    }

    private static Dictionary<string, string> SummariesOf(string package, string folder)
    {
        var comments = XDocument.Load(Path.Combine(folder, "bin", Repository.Configuration, "net10.0", package + ".xml"));
        return comments.Descendants("member")
            .Where(static member => member.Attribute("name")!.Value.StartsWith("T:", StringComparison.Ordinal) && member.Element("summary") is not null)
            .GroupBy(static member => Arity().Replace(member.Attribute("name")!.Value[2..], string.Empty))
            .ToDictionary(static group => group.Key, static group => TextOf(group.First().Element("summary")!), StringComparer.Ordinal);
    }

    private static string TextOf(XElement summary) => Spaces().Replace(string.Concat(summary.Nodes().Select(static node => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement element => $"`{NameOf(Arity().Replace((element.Attribute("cref") ?? element.Attribute("langword") ?? element.Attribute("name"))!.Value.Split('(')[0], string.Empty).Split(':')[^1])}`",
        _ => string.Empty,
    })), " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);

    [GeneratedRegex(@"^(?:(?:static|abstract|virtual|override|readonly|const|sealed) )+|^~")]
    private static partial Regex Modifiers();

    [GeneratedRegex(@"<[^<>]*(?:<[^<>]*>[^<>]*)*>")]
    private static partial Regex Generic();

    [GeneratedRegex(@"`+[0-9]+")]
    private static partial Regex Arity();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
