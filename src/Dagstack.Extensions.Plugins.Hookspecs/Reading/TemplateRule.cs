namespace Dagstack.Extensions.Plugins.Hookspecs.Reading;

/// <summary>Reads how a hook is called as a tool. See §8.2 of the plugin contract.</summary>
internal sealed class TemplateRule(SpecProblems problems, string? kind)
{
    private const string Key = "mcp_tool_name_template";

    private readonly string[] _known = kind is "tool" or null ? ["kind", "plugin", "hook", "function"] : ["kind", "plugin", "hook"];

    public string? Read(KeyChecks keys, bool isExposed)
    {
        if (keys.Text(Key, "a text such as \"{kind}.{plugin}.{hook}\"") is not { } template)
        {
            return null;
        }

        var node = keys.Table.Find(Key)!;
        var place = keys.KeyOf(Key);
        var names = NameRules.Placeholder.Matches(template).Select(static match => match.Groups[1].Value).ToList();
        foreach (var name in names.Where(name => !_known.Contains(name)))
        {
            var near = NearNames.Find(name, _known);
            var next = name == "function" ? "Only the kind tool has functions." : near is null ? string.Empty : $"Did you mean '{{{near}}}'?";
            problems.Add($"'{{{Excerpt.Of(name)}}}' is no placeholder here. {next} There are {Words.List([.. _known.Select(static known => $"{{{known}}}")], "and")}.".Replace("  ", " ", StringComparison.Ordinal), node, place);
        }

        if (NameRules.Placeholder.Replace(template, string.Empty).AsSpan().ContainsAny('{', '}'))
        {
            problems.Add("a brace has no other half. Write placeholders as {kind}.", node, place);
        }
        else if (!names.Contains("plugin"))
        {
            problems.Add("the template has no {plugin}, so that the tools of two plugins would have one name. Write it as \"{kind}.{plugin}.{hook}\".", node, place);
        }

        if (!isExposed)
        {
            problems.Add("the hook is not exposed, so it never is a tool. Take 'mcp_tool_name_template' out.", node, place, isWarning: true);
        }

        return template;
    }
}
