namespace Dagstack.Extensions.Configuration.Secrets;

/// <summary>The scheme <c>env</c>: <c>${secret:env:NAME}</c> is the variable NAME. See <c>_meta/secret_schemes.yaml</c>.</summary>
/// <param name="variables">Returns a variable, or null if it is not set.</param>
internal sealed class EnvSecretSource(Func<string, string?> variables) : ISecretSource
{
    public string Scheme => "env";

    public void Check(SecretReference reference)
    {
        if (reference.Query.Count > 0 || reference.Field is not null)
        {
            throw new ConfigException(
                ConfigErrorReason.SecretUnresolved,
                string.Empty,
                $"{reference} has a {(reference.Field is null ? "query" : "field")}, and a variable is one text without versions or fields. Leave it out, or keep the secret where it has them.");
        }
    }

    public ValueTask<SecretValue?> ResolveAsync(SecretReference reference, CancellationToken cancellationToken)
    {
        Check(reference);

        // As with ${VAR:-default}, a default stands for an empty variable too.
        var value = variables(reference.Path);
        return ValueTask.FromResult(value is null || (value.Length == 0 && reference.HasDefault) ? null : new SecretValue(value));
    }
}
