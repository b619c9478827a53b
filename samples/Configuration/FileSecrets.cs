using Dagstack.Extensions.Configuration;

namespace ConfigurationSample;

/// <summary>The scheme <c>file</c>: one file for each secret, as containers get them.</summary>
internal sealed class FileSecrets(string folder) : ISecretSource
{
    public string Scheme => "file";

    public void Check(SecretReference reference)
    {
        if (reference.Query.Count > 0 || reference.Field is not null || reference.Path != Path.GetFileName(reference.Path))
        {
            throw new ConfigException(ConfigErrorReason.SecretUnresolved, string.Empty, $"{reference} is not the name of a file in {folder}. Write ${{secret:file:name}}.");
        }
    }

    public async ValueTask<SecretValue?> ResolveAsync(SecretReference reference, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, reference.Path);
        return File.Exists(file) ? new SecretValue((await File.ReadAllTextAsync(file, cancellationToken)).TrimEnd()) : null;
    }
}
