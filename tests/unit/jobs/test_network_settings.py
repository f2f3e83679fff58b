"""``[network]``: what a person wrote is checked, and the proxy's login is read from where it is kept."""

from pathlib import Path

import pytest

from monitor.config import Settings
from monitor.config.read import survey
from monitor.desk.checking import check
from monitor.fetch import proxy_hint
from monitor.jobs.network import network_parts, proxy_warning
from monitor.model import ConfigError, Refused

LOGIN = "http://desk:s3cret-word@proxy.example:3128"


def written(folder: Path, text: str) -> Settings:
    (folder / "monitor.toml").write_text(text)
    return survey(folder)[0]


def test_a_proxy_named_by_a_variable_is_revealed_to_the_client_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CORP_PROXY", LOGIN)
    settings = written(tmp_path, '[network]\nproxy = "env:CORP_PROXY"\n')
    assert network_parts(settings)["proxy"] == LOGIN
    assert "s3cret" not in repr(settings)


def test_a_proxy_variable_that_is_not_set_stops_the_start_and_is_remarked_by_check(tmp_path: Path) -> None:
    settings = written(tmp_path, '[network]\nproxy = "env:CORP_PROXY"\n')
    with pytest.raises(Refused, match="CORP_PROXY is not set"):
        network_parts(settings)
    found = check(tmp_path)
    assert not found.faults
    assert "network.proxy: the environment variable CORP_PROXY is not set" in found.remarks


def test_a_variable_that_holds_no_proxy_is_told_without_its_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CORP_PROXY", "socks5://desk:s3cret-word@proxy.example:1080")
    with pytest.raises(ConfigError, match="proxy must be http://host:port") as told:
        network_parts(written(tmp_path, '[network]\nproxy = "env:CORP_PROXY"\n'))
    assert "s3cret" not in str(told.value)
    assert told.value.__suppress_context__


def test_a_login_written_out_is_remarked_by_check_without_repeating_it(tmp_path: Path) -> None:
    written(tmp_path, f'[network]\nproxy = "{LOGIN}"\n')
    said = [remark for remark in check(tmp_path).remarks if "login stands in the configuration" in remark]
    assert len(said) == 1
    assert "s3cret" not in said[0]


def test_every_fault_of_the_network_is_told_with_its_line(tmp_path: Path) -> None:
    written(
        tmp_path,
        "[network]\n"
        'proxy = "socks5://proxy.example:1080"\n'
        'direct = ["intranet.example", "a b"]\n'
        'allow = ["10.0.0.0/8", "10.0.0.0/8:70000", "10.0.0.0/8:8_0"]\n'
        'nat64 = ["2001:db8:64::/96", "2001:db8::/32", "fd00"]\n',
    )
    said = [str(fault).replace(str(tmp_path), "") for fault in check(tmp_path).faults]
    assert [line.partition(":")[2].partition(":")[0] for line in said] == ["2", "3", "4", "4", "4", "5", "5"]
    assert "'a b' is no host name" in said[1]
    assert "'2001:db8::/32' is no NAT64 prefix" in said[5]


def test_a_prefix_of_the_local_network_reaches_the_guard(tmp_path: Path) -> None:
    settings = written(tmp_path, '[network]\nnat64 = ["2001:db8:64::/96"]\n')
    assert network_parts(settings)["nat64"] == ("2001:db8:64::/96",)


def test_a_proxy_of_the_environment_is_explained_and_the_lines_to_paste_are_shown(tmp_path: Path) -> None:
    hint = proxy_hint({"HTTPS_PROXY": "http://proxy.example:3128", "NO_PROXY": "intranet.example"})
    said = proxy_warning(written(tmp_path, ""), hint)
    assert said.startswith("The environment names a proxy. It is not used")
    assert '    [network]\n    proxy = "http://proxy.example:3128"\n    direct = ["intranet.example"]\n' in said
    assert proxy_warning(written(tmp_path, ""), "") == ""
    assert proxy_warning(written(tmp_path, '[network]\nproxy = "http://other.example:1"\n'), hint) == ""
