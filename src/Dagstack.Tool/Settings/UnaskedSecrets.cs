using System.Text.RegularExpressions;
using Dagstack.Extensions.Configuration;

namespace Dagstack.Tool.Settings;

/// <summary>Stands for the sources of secrets that an application has and this program does not: it never asks for a secret.</summary>
/// <param name="scheme">The scheme.</param>
internal sealed partial class UnaskedSecrets(string scheme) : ISecretSource
{
    public string Scheme => scheme;

    /// <summary>Makes one for each scheme that a file or a layer beside it has, but for the one that is built in.</summary>
    public static IEnumerable<UnaskedSecrets> Of(string file)
    {
        var path = Path.GetFullPath(file);
        return Directory.EnumerateFiles(Path.GetDirectoryName(path)!, $"{Path.GetFileNameWithoutExtension(path)}*{Path.GetExtension(path)}")
            .SelectMany(static layer => Reference().Matches(File.ReadAllText(layer)).Select(static match => match.Groups["scheme"].Value))
            .Where(static scheme => scheme != "env")
            .Distinct()
            .Select(static scheme => new UnaskedSecrets(scheme));
    }

    public ValueTask<SecretValue?> ResolveAsync(SecretReference reference, CancellationToken cancellationToken) => throw new InvalidOperationException("Secrets are not asked for.");

    [GeneratedRegex(@"\$\{secret:(?<scheme>[a-z][a-z0-9_]*):")]
    private static partial Regex Reference();
}
