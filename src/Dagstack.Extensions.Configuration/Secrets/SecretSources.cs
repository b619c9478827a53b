using Dagstack.Extensions.Configuration.Errors;
using Dagstack.Extensions.Configuration.Interpolation;
using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration.Secrets;

/// <summary>The sources by scheme, with <c>env</c> among them unless the application brings its own.</summary>
internal sealed class SecretSources
{
    private readonly Dictionary<string, ISecretSource> _sources = new(StringComparer.Ordinal);

    /// <exception cref="ConfigException">Two sources have the same scheme, or one has a scheme that no reference can have.</exception>
    public SecretSources(IEnumerable<ISecretSource> sources, Func<string, string?> variables)
    {
        foreach (var source in sources)
        {
            if (!SecretReferenceParser.IsName(source.Scheme))
            {
                throw new ConfigException(ConfigErrorReason.ValidationFailed, string.Empty, $"the secret source {source.GetType().Name} has the scheme '{source.Scheme}', and a scheme is a small letter, then small letters, digits and _. Correct its Scheme.");
            }

            if (!_sources.TryAdd(source.Scheme, source))
            {
                throw new ConfigException(ConfigErrorReason.ValidationFailed, string.Empty, $"the secret sources {_sources[source.Scheme].GetType().Name} and {source.GetType().Name} both have the scheme '{source.Scheme}'. Add one of them, or give one another scheme.");
            }
        }

        _sources.TryAdd("env", new EnvSecretSource(variables));
    }

    public ISecretSource? Find(string scheme) => _sources.GetValueOrDefault(scheme);

    /// <summary>Checks every reference of a tree, without asking for any.</summary>
    /// <param name="root">The tree.</param>
    /// <param name="problems">Where problems go.</param>
    /// <param name="defaulted">Called for each reference whose scheme nobody has, but which has a default.</param>
    public void Check(ConfigNode root, ProblemList problems, Action<ConfigSecret, string> defaulted)
    {
        foreach (var (secret, path) in SecretWalk.Find(root))
        {
            if (Find(secret.Reference.Scheme) is not { } source)
            {
                if (secret.Reference.HasDefault)
                {
                    defaulted(secret, path);
                }
                else
                {
                    problems.Add(secret.Problem(ConfigErrorReason.SecretUnresolved, path, NoSource(secret.Reference)));
                }

                continue;
            }

            try
            {
                source.Check(secret.Reference);
            }
            catch (ConfigException exception)
            {
                problems.Add(secret.Problem(exception.Reason, path, exception.Problems[0].Message));
            }
        }
    }

    public string NoSource(SecretReference reference) =>
        $"{reference} has the scheme '{reference.Scheme}', and there are sources for {string.Join(", ", _sources.Keys.Order(StringComparer.Ordinal).Select(static scheme => $"'{scheme}'"))} only. Correct the scheme, or add a source for it to SecretSources.";
}
