namespace Dagstack.Extensions.Configuration.Sections;

/// <summary>Compares names with <c>_</c> and <c>-</c> removed and case ignored: <c>max_size</c> is <c>MaxSize</c>.</summary>
internal static class FoldedKey
{
    public static bool AreSame(string a, string b) => Fold(a).Equals(Fold(b), StringComparison.OrdinalIgnoreCase);

    private static string Fold(string name) => name.Replace("_", string.Empty, StringComparison.Ordinal).Replace("-", string.Empty, StringComparison.Ordinal);
}
