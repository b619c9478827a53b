using Dagstack.Extensions.Plugins.Testing.Il;

namespace Dagstack.Extensions.Plugins.Testing.Checks;

/// <summary>Members of the framework whose result depends on the culture of the thread.</summary>
internal static class CultureRules
{
    private const string Provider = "System.IFormatProvider";
    private const string Remedy = "Give it CultureInfo.InvariantCulture; for interpolated text, write string.Create(CultureInfo.InvariantCulture, $\"…\").";
    private const string Ordinal = "Give it a StringComparison such as Ordinal, or use the invariant form.";

    private static readonly HashSet<string> s_formatted = new(StringComparer.Ordinal)
    {
        "System.Single", "System.Double", "System.Decimal", "System.Half", "System.DateTime", "System.DateTimeOffset", "System.DateOnly", "System.TimeOnly",
    };

    public static IlComplaint? Find(IlMethod method, MemberName member) => member.Type switch
    {
        "System.Globalization.CultureInfo" when member.Name is "get_CurrentCulture" or "get_CurrentUICulture" or "set_CurrentCulture" or "set_CurrentUICulture" or "get_DefaultThreadCurrentCulture" or "set_DefaultThreadCurrentCulture" or "get_InstalledUICulture" =>
            new("depends on the culture of the thread", "Use CultureInfo.InvariantCulture, or take the culture as a parameter or option."),
        _ when s_formatted.Contains(member.Type) && member.Name is "ToString" or "TryFormat" && s_formatted.Contains(member.Type) && !member.Takes(Provider) => new("writes in the culture of the thread", Remedy),
        _ when s_formatted.Contains(member.Type) && member.Name is "Parse" or "TryParse" && s_formatted.Contains(member.Type) && !member.Takes(Provider) => new("reads in the culture of the thread", Remedy),
        "System.Convert" when member.Name is "ToString" or "ToDouble" or "ToSingle" or "ToDecimal" or "ToDateTime" && member.Parameters is [var only] && (s_formatted.Contains(only) || only == "System.String") && (member.Name != "ToString" || s_formatted.Contains(only)) => new("goes by the culture of the thread", Remedy),
        "System.Runtime.CompilerServices.DefaultInterpolatedStringHandler" or "System.Text.StringBuilder+AppendInterpolatedStringHandler" when member.Name == "AppendFormatted" && member.Arguments is [var type] && s_formatted.Contains(type) && !HasProvider(method, member.Type) =>
            new($"writes a {type["System.".Length..]} into text in the culture of the thread", Remedy),
        "System.Text.StringBuilder" when member.Name is "Append" or "Insert" && member.Parameters is [.., var last] && s_formatted.Contains(last) => new($"writes a {last["System.".Length..]} in the culture of the thread", Remedy),
        "System.Text.StringBuilder" when member.Name == "AppendFormat" && !member.Takes(Provider) => new("writes in the culture of the thread", Remedy),
        "System.String" => OfText(member),
        _ => null,
    };

    private static IlComplaint? OfText(MemberName member) => member.Name switch
    {
        "Format" when !member.Takes(Provider) => new("writes in the culture of the thread", Remedy),
        "ToUpper" or "ToLower" when member.Parameters.Count == 0 => new("goes by the culture of the thread", "Write ToUpperInvariant or ToLowerInvariant."),
        "StartsWith" or "EndsWith" or "IndexOf" or "LastIndexOf" when member.Parameters is ["System.String", ..] && !member.Takes("System.StringComparison") && member.Parameters.All(static parameter => parameter is "System.String" or "System.Int32") =>
            new("compares by the culture of the thread", Ordinal),
        "Compare" when member.Parameters.All(static parameter => parameter is "System.String" or "System.Int32" or "System.Boolean") => new("compares by the culture of the thread", Ordinal),
        "CompareTo" => new("compares by the culture of the thread", "Write string.CompareOrdinal."),
        _ => null,
    };

    private static bool HasProvider(IlMethod method, string handler) =>
        method.Members.Values.Any(member => member.Type == handler && member.Name == ".ctor" && member.Takes(Provider));
}
