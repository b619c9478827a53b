using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Dagstack.Extensions.Plugins.Hookspecs.Python;

/// <summary>Names that Python and pydantic leave to a module.</summary>
internal static class PythonNames
{
    private static readonly FrozenSet<string> s_keywords = FrozenSet.ToFrozenSet(
    [
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally", "for", "from", "global",
        "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
    ]);

    /// <summary>What models have of their own, and the words that types are written with: a field of such a name would stand in their way.</summary>
    private static readonly FrozenSet<string> s_ofModels = FrozenSet.ToFrozenSet(
    [
        "construct", "copy", "dict", "from_orm", "json", "parse_file", "parse_obj", "parse_raw", "schema", "schema_json", "update_forward_refs", "validate",
        "bool", "float", "int", "list", "str", .. Imported,
    ]);

    /// <summary>Gets the names that a module imports.</summary>
    public static IReadOnlyList<string> Imported => ["Annotated", "Any", "BaseModel", "ConfigDict", "Field", "Literal", "Protocol", "TypeAliasType", "runtime_checkable"];

    /// <summary>Gets the names that no type may have.</summary>
    public static IEnumerable<string> Reserved => Imported.Concat(s_keywords);

    /// <summary>Gets the name of a method.</summary>
    public static string Method(string hook) => s_keywords.Contains(hook) ? hook + "_" : hook;

    /// <summary>Gives names to the fields of a class: that on the wire where it can be had.</summary>
    /// <param name="fields">The names on the wire.</param>
    /// <param name="types">The names of all types.</param>
    /// <returns>The names of the fields, by those on the wire.</returns>
    public static Dictionary<string, string> Fields(IReadOnlyList<string> fields, IReadOnlySet<string> types)
    {
        var names = fields.Where(name => IsFree(name) && !types.Contains(name)).ToDictionary(static name => name, static name => name, StringComparer.Ordinal);
        var taken = new HashSet<string>(names.Keys, StringComparer.Ordinal);
        foreach (var name in fields.Where(name => !names.ContainsKey(name)))
        {
            names.Add(name, Payloads.Names.Unique(Changed(name), taken));
        }

        return names;
    }

    private static bool IsFree(string name) => IsIdentifier(name) && name[0] != '_' && !name.StartsWith("model_", StringComparison.Ordinal) && !s_keywords.Contains(name) && !s_ofModels.Contains(name);

    private static string Changed(string name)
    {
        var letters = new StringBuilder(name.Length);
        foreach (var letter in name.Normalize(NormalizationForm.FormKC))
        {
            letters.Append(IsPart(letter) ? letter : '_');
        }

        var changed = letters.ToString().Trim('_');
        return changed.Length == 0 || !char.IsLetter(changed[0]) || name[0] == '_' || changed.StartsWith("model_", StringComparison.Ordinal) ? $"field_{changed}".TrimEnd('_')
            : IsFree(changed) && changed != name ? changed : changed + "_";
    }

    /// <summary>Tells whether a name can be written as it is. Python would write others in another way, letters that look alike as one.</summary>
    private static bool IsIdentifier(string name) => name.Length > 0 && !char.IsDigit(name[0]) && name.All(IsPart) && name.IsNormalized(NormalizationForm.FormKC);

    private static bool IsPart(char letter) => letter == '_' || char.IsLetter(letter) || char.GetUnicodeCategory(letter) == UnicodeCategory.DecimalDigitNumber;
}
