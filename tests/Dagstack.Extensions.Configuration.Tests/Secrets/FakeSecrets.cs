namespace Dagstack.Extensions.Configuration.Tests.Secrets;

/// <summary>A source of secrets that a test fills, and that counts its questions.</summary>
internal sealed class FakeSecrets(string scheme = "fake") : ISecretSource
{
    private int _asked;

    public string Scheme => scheme;

    public int Asked => _asked;

    public Dictionary<string, string> Values { get; } = [];

    public Func<SecretReference, CancellationToken, Task<SecretValue?>>? Answer { get; set; }

    public void Check(SecretReference reference)
    {
        if (reference.Query.Keys.FirstOrDefault(static key => key != "version") is { } unknown)
        {
            throw new ConfigException(ConfigErrorReason.SecretUnresolved, string.Empty, $"{reference} has the query '{unknown}', and this source knows 'version' only. Correct it.");
        }
    }

    public async ValueTask<SecretValue?> ResolveAsync(SecretReference reference, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        if (Answer is { } answer)
        {
            return await answer(reference, cancellationToken);
        }

        return Values.TryGetValue(reference.Path, out var value) ? new SecretValue(value) : null;
    }
}
