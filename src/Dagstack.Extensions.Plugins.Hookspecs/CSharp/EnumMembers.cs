using Dagstack.Extensions.Plugins.Hookspecs.Payloads;

namespace Dagstack.Extensions.Plugins.Hookspecs.CSharp;

/// <summary>The members of an enum, each for one text.</summary>
internal static class EnumMembers
{
    public static IReadOnlyList<(string Name, string Value)> Of(ChoiceShape choice)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return [.. choice.Values.Select(value => (Names.Unique(Names.Pascal(value), names), value))];
    }
}
