namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>Who of a kind declares what. Built once; states are looked at with each request.</summary>
internal sealed class CapabilityIndex
{
    private readonly PluginKind _kind;
    private readonly Func<PluginManifest, IReadOnlyDictionary<string, object?>, bool>? _filter;
    private readonly ExtensionAxis _extensions;
    private readonly CapabilityAxis _languages;
    private readonly CapabilityAxis _tags;
    private readonly MimeTypeAxis _mimeTypes;
    private readonly KindMember[] _declared;
    private readonly KindMember[] _undeclared;
    private readonly KindMember[] _fallbacks;

    public CapabilityIndex(PluginKind kind, KindMember[] members)
    {
        _kind = kind;
        _filter = kind.Options.CandidateFilter;
        KindMember[] normal = Array.FindAll(members, static member => !member.Manifest.Fallback);
        _fallbacks = Array.FindAll(members, static member => member.Manifest.Fallback);
        _declared = Array.FindAll(normal, Declares);
        _undeclared = Array.FindAll(normal, static member => !Declares(member));
        _extensions = new(_declared);
        _languages = new("language", _declared, static manifest => manifest.SupportsLanguages, StringComparer.Ordinal);
        _tags = new("capability", _declared, static manifest => manifest.Capabilities, StringComparer.Ordinal);
        _mimeTypes = new(_declared);
    }

    /// <summary>Finds the first that can handle a request and serves.</summary>
    /// <exception cref="NoCapabilityMatchException">Nobody can.</exception>
    /// <exception cref="PluginUnavailableException">Those who can do not serve.</exception>
    public KindMember Find(in CapabilityRequest request) =>
        AskedFirst(request) is { IsServing: true } first ? first : Search(request, out var able) ?? throw Error(request, able);

    public KindMember? TryFind(in CapabilityRequest request) =>
        AskedFirst(request) is { IsServing: true } first ? first : Search(request, out _);

    /// <summary>Gets who comes first for a request by one axis, which most requests are; null for any other request.</summary>
    private KindMember? AskedFirst(in CapabilityRequest request)
    {
        if (_filter is not null || request is not { Capability: null, Capabilities: null, Filter: null })
        {
            return null;
        }

        var candidates = request switch
        {
            { Extension: { } extension, Language: null, MimeType: null } => _extensions.Find(extension),
            { Language: { } language, Extension: null, MimeType: null } => _languages.Find(language),
            { MimeType: { } mimeType, Extension: null, Language: null } => _mimeTypes.Find(mimeType),
            _ => [],
        };
        return candidates.Length > 0 ? candidates[0] : null;
    }

    /// <summary>Finds the first that can handle a request and serves, and the first that could.</summary>
    private KindMember? Search(in CapabilityRequest request, out KindMember? able)
    {
        able = null;
        var candidates = CandidatesOf(request, out var axes);
        return Pick(candidates, request, axes > 1, ref able) ?? Pick(_undeclared, request, false, ref able) ?? Pick(_fallbacks, request, false, ref able);
    }

    /// <summary>Gets those that declare the first axis of a request.</summary>
    private KindMember[] CandidatesOf(in CapabilityRequest request, out int axes)
    {
        axes = 0;
        KindMember[]? found = null;
        if (request.Extension is { } extension)
        {
            (axes, found) = (axes + 1, _extensions.Find(extension));
        }

        if (request.Language is { } language)
        {
            (axes, found) = (axes + 1, found ?? _languages.Find(language));
        }

        if (request.MimeType is { } mimeType)
        {
            (axes, found) = (axes + 1, found ?? _mimeTypes.Find(mimeType));
        }

        if (request.Capability is { } tag)
        {
            (axes, found) = (axes + 1, found ?? _tags.Find(tag));
        }

        if (request.Capabilities is { Count: > 0 } tags)
        {
            (axes, found) = (axes + tags.Count, found ?? _tags.Find(tags[0]));
        }

        return found ?? _declared;
    }

    private KindMember? Pick(KindMember[] candidates, in CapabilityRequest request, bool checkAxes, ref KindMember? able)
    {
        foreach (var candidate in candidates)
        {
            if ((checkAxes && !Covers(candidate, request))
                || (_filter is not null && !_filter(candidate.Manifest, CallMetadata.Current))
                || (request.Filter is { } own && !own(candidate.Manifest)))
            {
                continue;
            }

            able ??= candidate;
            if (candidate.IsServing)
            {
                return candidate;
            }
        }

        return null;
    }

    private bool Covers(KindMember member, in CapabilityRequest request)
    {
        if ((request.Extension is { } extension && !_extensions.Has(member, extension))
            || (request.Language is { } language && !_languages.Has(member, language))
            || (request.MimeType is { } mimeType && !_mimeTypes.Has(member, mimeType))
            || (request.Capability is { } tag && !_tags.Has(member, tag)))
        {
            return false;
        }

        foreach (var one in request.Capabilities ?? [])
        {
            if (!_tags.Has(member, one))
            {
                return false;
            }
        }

        return true;
    }

    private PluginRegistryException Error(in CapabilityRequest request, KindMember? able)
    {
        if (able is { } plugin)
        {
            var status = plugin.Status;
            return new PluginUnavailableException(plugin.Id, status.State, $"{(status.Reason ?? "it has not been started.").TrimEnd('.')}. It would handle {request}, and no other plugin that serves does.", status.Code);
        }

        var supported = new[] { _extensions.Supported, _languages.Supported, _mimeTypes.Supported, _tags.Supported }.Where(static axis => axis.Value.Count > 0);
        return new NoCapabilityMatchException(_kind.Name, request, new Dictionary<string, IReadOnlyList<string>>(supported));
    }

    private static bool Declares(KindMember member) =>
        member.Manifest is { SupportsExtensions.Count: > 0 } or { SupportsLanguages.Count: > 0 } or { SupportsMimeTypes.Count: > 0 } or { Capabilities.Count: > 0 };
}
