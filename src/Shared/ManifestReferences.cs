namespace Dagstack.Extensions.Shared;

/// <summary>References in texts of manifests, which a runtime puts values in the place of when it starts a plugin.</summary>
internal static class ManifestReferences
{
    /// <summary>Tells whether a text is not what it says as it stands: it has <c>${…}</c>, or <c>$$</c> for the character <c>$</c>.</summary>
    public static bool AreIn(string text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i - 1] == '$' && (text[i] is '{' or '$'))
            {
                return true;
            }
        }

        return false;
    }
}
