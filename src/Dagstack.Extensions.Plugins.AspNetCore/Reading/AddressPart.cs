namespace Dagstack.Extensions.Plugins.AspNetCore.Reading;

/// <summary>Addresses with names in them that somebody chose.</summary>
internal static class AddressPart
{
    /// <summary>Longer ones are no name of anything, and servers refuse their addresses.</summary>
    private const int MaxAddress = 1000;

    /// <summary>Puts names behind an address; null if it cannot carry them.</summary>
    public static string? Join(string address, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (!IsSegment(name))
            {
                return null;
            }

            address += $"/{Uri.EscapeDataString(name)}";
        }

        return address.Length <= MaxAddress ? address : null;
    }

    /// <summary>Servers leave an escaped slash as it is, and clients take dots for a way up.</summary>
    private static bool IsSegment(string part) => !part.Contains('/', StringComparison.Ordinal) && part is not ("." or ".." or "");
}
